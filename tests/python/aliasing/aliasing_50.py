def f():
    t = (1, 2) + (3,)
    u = tuple(t)
    v = t[:]
    w = t * 1
    t = (9,) + (8,)
    return u, v, w, t
print(f())
