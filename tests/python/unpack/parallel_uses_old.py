x, y = 1, 2
x, y = y, x
print(x, y)
x, y = x + y, x - y
print(x, y)
a, b, c, d = 1, 2, 3, 4
a, b, c, d = b, c, d, a
print(a, b, c, d)
l = [1, 2, 3]
i = 0
l[i], i = i + 5, i + 1
print(l, i)
i, l[i] = i + 1, 50
print(l, i)
