def f(x):
    return x
f = f
print(f(2))
