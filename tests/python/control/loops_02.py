l = [1, 2, 3]
for i, (a, b) in enumerate(zip(l, l)):
    if len(l) < 6:
        l.append(9)
    print(i, a, b)
for t in enumerate(zip(l, "abc"), 5):
    print(t)
for (i, t) in enumerate(zip(l, l)):
    print(i, t)
for a, b in zip(enumerate("ab"), range(5)):
    print(a, b)
for (i, c), n in zip(enumerate("ab", 3), range(10, 0, -2)):
    print(i, c, n)
for i in reversed(range(3, 8)):
    print(i)
for i in reversed(range(8, 3, -1)):
    print(i)
for i in reversed(range(3, 9, 2)):
    print(i)
for i, x in enumerate(reversed(range(3))):
    print(i, x)
for x in reversed(range(0)):
    print("never")
for a in zip([1, 2], [3, 4]):
    print(a)
for i, x in enumerate(range(5, 7), start=2):
    print(i, x)
for a, b, c, d, e, f, g, h, i, j in zip("ab", "cd", "ef", "gh", "ij", "kl", "mn", "op", "qr", "st"):
    print(a, b, c, d, e, f, g, h, i, j)
