def f(x):
    def abs(y):
        return y + 100
    return abs(x)


print(f(-1), abs(-1))
