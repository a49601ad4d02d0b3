# heap: 65536
def make(n):
    return [n, n + 1]
k = 0
for i in range(100000):
    for x in make(i):
        k += x
    for j, x in enumerate(make(i)):
        k += j
    for x, y in zip(make(i), [1, 2]):
        k += x * y
    for x in reversed(make(i)):
        k -= x
    for x in [i, 2, 3]:
        if x > 2:
            break
    for c in "x" + str(i):
        k += c == "1"
    k += len(list(range(3))) + len(sorted([3, 1, i]))
print(k)
