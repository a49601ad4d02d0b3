l = [0, 1, 2, 3]
i = 0
i, l[i], l[i + 1] = 2, "x", "y"
print(i, l)
n = [1, 2, 0]
k = 0
k, n[k] = n[k], k
print(k, n)
k, n[k], k = 1, 2, 0
print(k, n)
a = [1, 2]
a, a[0] = [7, 8], 9
print(a)
b = [1, 2]
c = b
b[0], b = 5, [0, 0]
print(b, c)
