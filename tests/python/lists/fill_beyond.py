kept = [0] * 6


def fill(a, n):
    for i in range(n):
        a[i] = 4


fill(kept, 6)
print(kept)
fill(kept, 8)
