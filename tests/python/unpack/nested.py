a, (b, c) = 1, (2, 3)
print(a, b, c)
(a, b), c = (1, 2), 3
print(a, b, c)
a, (b, (c, (d, e))) = 1, (2, (3, (4, 5)))
print(a, b, c, d, e)
[a, [b, c]] = 1, "xy"
print(a, b, c)
((a, b), (c, d)) = [[1, 2], [3, 4]]
print(a, b, c, d)
pair = [(1, 2), (3, 4)]
(a, b), (c, d) = pair
print(a, b, c, d)
