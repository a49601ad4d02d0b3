# heap: 65536
def sieve(n):
    flags = [True] * n
    for i in range(2, n):
        if flags[i]:
            for j in range(i * i, n, i):
                flags[j] = False
    count = 0
    for i in range(2, n):
        if flags[i]:
            count += 1
    return count
k = 0
for i in range(2000):
    k += sieve(100)
print(k)
