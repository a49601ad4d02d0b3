def f(n):
    r = []
    if n == 1:
        r.append("one")
    elif n == 2:
        r.append("two")
    if n > 1:
        r.append("more")
    return r


print(f(0), f(1), f(2), f(3))
