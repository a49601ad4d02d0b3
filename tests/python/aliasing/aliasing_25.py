def f(x=[]):
    y = x
    y = y + [1]
    x.append(0)
    return y
print(f(), f(), f([5]))
