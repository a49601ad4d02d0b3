a = [1, 2, 3]
i = 0
i, a[i] = 2, 30
print(i, a)
i, j = 0, 1
a[i], a[j] = a[j], a[i]
print(a)
a[0], a[1], a[2] = a[2], a[0], a[1]
print(a)
x, y, z = 1, 2, 3
x, y, z = z, x, y
print(x, y, z)
x, x, x = 1, 2, 3
print(x)
x, y, x, y = 1, 2, 3, 4
print(x, y)
a[0], a[0] = 5, 6
print(a)
