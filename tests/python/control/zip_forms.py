for a, b in zip([1, 2, 3], "ab"):
    print(a, b)
for a, b, c in zip([1, 2], (3, 4), "xy"):
    print(a, b, c)
for t in zip([1], [2]):
    print(t)
for (a,) in zip([1, 2]):
    print(a)
print(list(zip()), list(zip([1, 2])), list(zip("abc", range(2))))
for i, (a, b) in enumerate(zip("ab", "cd")):
    print(i, a, b)
for (a, b), c in zip([(1, 2)], [3]):
    print(a, b, c)
print([x * y for x, y in zip([1, 2, 3], [4, 5, 6])])
