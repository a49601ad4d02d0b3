# reversed(range(...)) counts down from the last element.
top = 9223372036854775807
low = -9223372036854775808


def f(a, b, c):
    out = []
    for i in reversed(range(a, b, c)):
        out.append(i)
        if len(out) == 4:
            break
    else:
        out.append('else')
    print(out)


for a in range(-3, 4):
    for c in (1, 2, 3, -1, -2, -3, 7, True):
        f(a, 2, c)
f(low, low + 3, 1)
f(low, low + 3, 2)
f(low, top, 1)
f(low, top, 2)
f(low, top, top)
f(top, low, -1)
f(top, low, -2)
f(top, low, low)
f(5, low, low)
f(low, low, 1)
f(top, top, -1)
f(0, low, 1)
for n in (low, -1, 0, 1, 3, True):
    print([i for i in reversed(range(n))], end=' ')
    print([i for i in reversed(range(2, n))], [i for i in reversed(range(5, n, 2))])
    if n > -5:
        print([i for i in reversed(range(5, n, -2))], [i for i in reversed(range(n, 4))])
for i in reversed(range(low, low + 2)):
    print(i)
for i in reversed(range(-9223372036854775808, -9223372036854775805)):
    print(i)
for i in reversed(range(9223372036854775807, 9223372036854775805, -1)):
    print(i)
for i in reversed(range(9223372036854775807, 9223372036854775800, -3)):
    print(i)
for i in reversed(range(5, -9223372036854775808, -9223372036854775808)):
    print(i)
print([(i, j) for i, j in zip(reversed(range(5)), reversed(range(1, 9, 3)))])
print([p for p in enumerate(reversed(range(4)), 7)], list(reversed(range(0, 9, 4))))
