def f(n):
    a = [n]
    if n > 0:
        b = f(n - 1)
        a.extend(b)
        b = a
        return b
    return a
print(f(4))
