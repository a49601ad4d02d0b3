k = 0
for x, y, z in zip([], 'ab', (), strict=True):
    k += 1
    print(k, x, y, z)
