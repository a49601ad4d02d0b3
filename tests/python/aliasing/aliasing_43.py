def f(l):
    x = l.pop()
    l.append(x)
    x = [0]
    return l
print(f([[1], [2]]))
