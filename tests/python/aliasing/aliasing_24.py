x = [1]
def f():
    y = x
    y = y + [2]
    return y
print(f(), x, f())
