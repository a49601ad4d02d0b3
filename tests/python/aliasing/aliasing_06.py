def f():
    r = []
    for i in range(3):
        t = [i]
        r.append(t)
    return r
print(f())
