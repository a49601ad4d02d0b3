def grow(l, n):
    for i in range(n):
        l.append(i)
    return l


a = []
b = grow(a, 3)
print(a, b is a)
a = grow(grow([], 1), 2)
print(a)
c = grow(a[:], 1)
print(a, c)
