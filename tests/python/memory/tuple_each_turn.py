# heap: 65536
total = 0
for i in range(100000):
    t = (i, i + 1)
    x, y = t
    total += x - y + len((i, i, i))
print(total)
