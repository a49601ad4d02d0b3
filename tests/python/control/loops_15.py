x = 1
def f():
    def g():
        return x
    return g()
print(f())
