def f(x):
    x and (y := 1)
    return y
print(f(1))
print(f(0))
