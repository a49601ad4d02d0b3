a = [1, 2]
b = [5, 6, 7]
for x, y in zip(a, b):
    if len(a) < 4:
        a.append(x + 10)
    print(x, y)
for i, x in enumerate(a):
    if i == 1:
        a.pop()
    print(i, x)
