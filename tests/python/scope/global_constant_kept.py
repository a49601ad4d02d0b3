# What was taken from a global goes on to be that, whatever the global is compared as behind it.


def kept(y):
    k = LIMIT
    if y == k:
        return -k
    return k


def derived(y):
    k = LIMIT
    m = k + 1
    if y != k:
        return m
    return -m


def compared(y):
    if y == LIMIT:
        return 1
    return 0


def chained(y):
    if y == LIMIT < 6:
        return 1
    return 0


for LIMIT in (5, 5, 6, 7, 5, -1):
    print(kept(5), kept(6), derived(5), derived(7), compared(5), compared(-1), chained(5), chained(6), chained(7))
