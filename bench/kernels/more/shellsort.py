def shellsort(a):
    n = len(a)
    gap = 1
    while gap < n // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(gap, n):
            x = a[i]
            j = i
            while j >= gap and a[j - gap] > x:
                a[j] = a[j - gap]
                j -= gap
            a[j] = x
        gap //= 3


def main():
    n = 50000
    seed = 4711
    total = 0.0
    for round in range(9):
        a = []
        for i in range(n):
            seed = seed * 16807 % 2147483647
            a.append(seed / 2147483647)
        shellsort(a)
        for i in range(0, n, 100):
            total += a[i] * (i % 7)
    print("%.9f" % total)


main()
