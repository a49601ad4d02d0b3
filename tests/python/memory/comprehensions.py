# heap: 65536
k = 0
for i in range(100000):
    k += sum([x * x for x in range(4)])
    k += len([x for x in (i, i + 1) if x % 2])
    k += sum(x for x in [i, 1])
    k += min(x + i for x in range(3)) + max([y for y in range(3)])
    v = [x + 1 for x in range(5)]
    k += v[-1]
    k += any(x > 3 for x in [1, 2, i])
print(k)
