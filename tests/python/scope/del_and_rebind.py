x = 1
del x
x = 2
print(x)
a, b = 1, 2
del a, b
a = 5
print(a)
del (a)
a = [1, 2, 3]
del a[0], a[0]
print(a)


def f():
    t = 1
    del t
    t = 2
    return t


print(f())
