k = 0
for x, y, z in zip(range(2), range(0, 9, 4), 'ab', strict=True):
    k += 1
    print(k, x, y, z)
