l = [0] * 4
l[0], l[1] = 1, 2
(l[2], l[3]) = "ab"
print(l)
x, l[0] = 5, 6
print(x, l)
l[0], (l[1], x) = 7, (8, 9)
print(l, x)
