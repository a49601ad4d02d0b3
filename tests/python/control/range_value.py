r = list(range(5))
print(r, len(r))
print(list(range(3, 9, 2)), tuple(range(3)), sum(range(101)), max(range(7)), min(range(3, 9)))
print(3 in list(range(4)), sorted(range(5), reverse=True))
print(list(reversed(range(5))), len(range(10, 0, -3)))
for i in reversed(range(4)):
    print(i)
for i, v in enumerate(range(5, 8)):
    print(i, v)
for a, b in zip(range(3), range(10, 20)):
    print(a, b)
