def f(a, b, c):
    for x, y, z in zip(a, b, c, strict=True):
        print(x, y, z)


for x, y in zip([1, 2], 'ab', strict=True):
    print(x, y)
for p in zip('ab', range(2), strict=True):
    print(p)
for p in zip('ab', [1, 2, 3], strict=False):
    print(p)
print([x for x, in zip([1], strict=True)], list(zip([1, 2], (3, 4), strict=True)))
for n, (x, y) in enumerate(zip(range(3), reversed(range(3)), strict=True)):
    print(n, x, y)
f([], '', ())
f([1, 2], 'ab', (3, 4))
f([1, 2], 'ab', (3, 4, 5))
