def outer():
    def inner(a):
        return a
    return inner
f = outer()
g = f
print(1)
g()
