def perms(items):
    if len(items) <= 1:
        return [items]
    out = []
    for i in range(len(items)):
        rest = items[:i] + items[i + 1:]
        for p in perms(rest):
            out.append([items[i]] + p)
    return out


def flatten(x, depth):
    if depth == 0:
        return x
    out = []
    for y in x:
        out.extend(flatten(y, depth - 1))
    return out


def qsort(a):
    if len(a) < 2:
        return a
    p = a[0]
    return qsort([x for x in a[1:] if x < p]) + [p] + qsort([x for x in a[1:] if x >= p])


print(perms([1, 2, 3]))
print(flatten([[[1, 2], [3]], [[4]]], 2))
print(qsort([3, 6, 1, 8, 2, 9, 2]))
