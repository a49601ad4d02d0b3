# The counter that no one sees must not leave 64 bits after the last element.
top = 9223372036854775807
low = -9223372036854775808


def f(a, b, c):
    out = []
    for i in range(a, b, c):
        out.append(i)
        if len(out) == 4:
            break
    else:
        out.append('else')
    out.append([i for i in range(a, b, c)] if c > 2**60 else None)
    print(out)


for i in range(9223372036854775800, 9223372036854775807, 5):
    print(i)
for i in range(9223372036854775800, top, 3):
    print(i)
for i in range(9223372036854775800, top, 2):
    if i == 9223372036854775802:
        continue
    print(i)
else:
    print('else')
for i in range(5, low, -9223372036854775807):
    print(i)
for i in range(5, -9223372036854775808, -7):
    print(i)
    if i < -20:
        break
for i in range(low + 9, low, -2):
    print(i)
for i in range(low + 9, low, -4):
    print(i)
for i in range(5, low, low):
    print(i)
for i in range(low, top, top):
    print(i)
for i in range(low, top, 4611686018427387904):
    print(i)
for i in range(top, low, low):
    print(i)
for i in range(top - 2, top):
    print(i)
for i in range(low + 2, low, -1):
    print(i)
print([i for i in range(top - 1, top)], [i for i in range(low, low)], [i for i in range(top, top, 9)])
f(top - 7, top, 5)
f(top - 10, top, 2)
f(0, top, 2)
f(0, top, top)
f(top, 0, top)
f(low, low + 1, top)
f(low, top, 4611686018427387904)
print([i for i in range(top - 6, top, 2) for j in range(low + 3, low, -2)])
print([(i, j) for i, j in zip(range(top - 7, top, 5), range(low + 9, low, -4))])
print([(i, j) for i, j in zip('abc', range(top - 7, top, 5))])
print([p for p in enumerate(range(top - 7, top, 5))], [p for p in enumerate(range(low + 7, low, -5), 3)])
print(list(range(top - 7, top, 5)), list(range(low + 9, low, -4)), list(zip(range(top - 3, top, 2))))
k = 0
for i, j in zip(range(low, top, 2), 'ab'):
    print(i, j)
for i in range(low, top):
    k += 1
    if k == 3:
        break
print(i)
