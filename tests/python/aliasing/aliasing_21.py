def f():
    l = []
    l.append([1])
    t = l[0]
    l.pop()
    l = []
    t.append(2)
    return t
print(f())
