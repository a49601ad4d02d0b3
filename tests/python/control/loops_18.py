def f(x):
    if x is None:
        return 0
    return x
print(f("a"), f(None), f(2.5), f((1,)))
