def f(x):
    return x is True
print(f(1), f(True))
