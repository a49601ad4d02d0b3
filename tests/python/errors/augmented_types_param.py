def f(x, y):
    x //= y
    return x


print(f(7.5, "2"))
