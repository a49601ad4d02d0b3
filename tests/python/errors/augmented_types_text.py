def f(n):
    s = "a" * n
    s -= 1
    return s


print(f(3))
