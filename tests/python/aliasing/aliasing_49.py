def f():
    s = "a" + "b"
    t = str(s)
    u = s.strip()
    v = s[:]
    w = "".join([s])
    x = s.replace("q", "z")
    s = "1" + "2"
    return t, u, v, w, x, s
print(f())
