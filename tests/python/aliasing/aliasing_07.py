def f():
    for i in range(3):
        t = [i]
        u = t
        t = [9]
        print(u, t)
f()
