def f(n):
    local = [n]
    if n > 0:
        below = f(n - 1)
        return local + below
    return local


print(f(5))
