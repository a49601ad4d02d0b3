def f(a):
    return a, a
x, y = f([1])
x.append(2)
print(x, y)
