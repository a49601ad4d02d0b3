def f():
    return 1


f = f() + 1
print(f)
