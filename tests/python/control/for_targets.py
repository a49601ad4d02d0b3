for a, b in [(1, 2), (3, 4)]:
    print(a + b)
for a, (b, c) in [(1, (2, 3)), (4, [5, 6])]:
    print(a, b, c)
for [x, y] in [[1, 2]]:
    print(x, y)
l = [0, 0]
for l[0] in range(3):
    print(l)
for l[0], l[1] in [(5, 6)]:
    print(l)
for (x) in (1, 2):
    print(x)
for x, in [(1,), (2,)]:
    print(x)
