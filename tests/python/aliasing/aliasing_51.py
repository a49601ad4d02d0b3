def f():
    s = "x" + "y"
    u = s * 1
    v = s + ""
    w = "%s" % s
    x = f"{s}"
    y = "{}".format(s)
    z = max(s, "a")
    q = min([s])
    p = s or "n"
    o = (s if s else "")
    s = "n" + "m"
    return u, v, w, x, y, z, q, p, o, s
print(f())
