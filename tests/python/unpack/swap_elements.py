l = [1, 2, 3, 4]
l[0], l[-1] = l[-1], l[0]
print(l)
i, j = 1, 2
l[i], l[j] = l[j], l[i]
print(l)
m = [[1, 2], [3, 4]]
m[0][1], m[1][0] = m[1][0], m[0][1]
print(m)
m[0], m[1] = m[1], m[0]
print(m)


def part(a, lo, hi):
    p = a[hi]
    i = lo
    for j in range(lo, hi):
        if a[j] < p:
            a[i], a[j] = a[j], a[i]
            i += 1
    a[i], a[hi] = a[hi], a[i]
    return i


z = [5, 2, 8, 1, 9, 4]
print(part(z, 0, 5), z)
