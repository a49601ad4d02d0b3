def f():
    return value * 2


value = 21
print(f())
value = 4
print(f())
