def f(x):
    return x if x else [0]
def g():
    a = [1]
    b = f(a)
    a = [7]
    return b
print(g())
