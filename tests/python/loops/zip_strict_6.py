k = 0
for x, y, z in zip('ab', reversed('ab'), enumerate('abc'), strict=True):
    k += 1
    print(k, x, y, z)
