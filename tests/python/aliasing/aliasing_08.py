def g(x):
    return x
def f():
    t = [1, 2]
    u = g(t)
    t = [3]
    print(u, t)
f()
