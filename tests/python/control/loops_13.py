def f(x):
    return x + 1
def apply(f, x):
    return f(x)
print(apply(f, 2))
