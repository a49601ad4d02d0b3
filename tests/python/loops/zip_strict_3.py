k = 0
for x, y, z in zip([1, 2], 'ab', (1,), strict=True):
    k += 1
    print(k, x, y, z)
