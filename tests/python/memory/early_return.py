# heap: 65536
def find(n):
    for x in [n, 1, 2]:
        for y in (1, n, 2):
            if x == y:
                t = [x, y]
                return x + len(t)
    return 0
def chosen(n):
    if n % 2:
        r = [n]
    else:
        r = [n, n]
    return len(r)
k = 0
for i in range(100000):
    k += find(i) + chosen(i)
print(k)
