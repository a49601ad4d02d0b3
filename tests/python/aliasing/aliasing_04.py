def f(a):
    a = a + [1]
    b = a
    a = a + [2]
    return b, a
print(f([0]))
