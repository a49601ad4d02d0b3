def make():
    def inner(x):
        return x + 1
    return inner


f = make()
print(f(1), make()(5))
