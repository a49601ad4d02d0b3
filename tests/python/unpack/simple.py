a, b = 1, 2
print(a, b)
(a, b) = (3, 4)
print(a, b)
[a, b] = [5, 6]
print(a, b)
a, b = [7, 8]
print(a, b)
a, b = "xy"
print(a, b)
a, = [9]
print(a)
(a,) = (10,)
print(a)
[a] = "q"
print(a)
a, b = "é€"
print(a, b)
