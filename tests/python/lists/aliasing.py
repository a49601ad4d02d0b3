a = [1, 2]
b = a
b.append(3)
print(a, b, a is b, a == b)
c = a[:]
c.append(4)
print(a, c, a is c)
a += [9]
print(b)
a = a + [10]
print(a, b)
rows = [[0] * 3] * 2
rows[0][1] = 5
print(rows)
rows = [[0] * 3 for _ in range(2)]
rows[0][1] = 5
print(rows)
x = [a, a]
x[0].append(7)
print(x[1][-1], a[-1])
e = ([1], 2)
e[0].append(3)
print(e)
