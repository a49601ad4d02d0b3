def f():
    return
print(f() is None, [f()])
