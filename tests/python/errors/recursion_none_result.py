def f(n):
    if n > 0:
        f(n - 1)


print(f(3) + 1)
