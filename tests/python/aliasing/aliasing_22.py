def f():
    l = ["a" + str(i) for i in range(3)]
    m = l.pop()
    n = l[0]
    l = None
    return m + n
print(f())
