a, b, c, d, e = 1, 2, 3, 4, 5
a, b, c, d, e = e, d, c, b, a
print(a, b, c, d, e)
a, b = b, a + b
print(a, b)
l = [5, 6, 7]
l[0], l[1], l[2], a = l[2], l[1], l[0], l
print(l, a)
