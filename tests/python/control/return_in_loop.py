def first_even(items):
    for x in items:
        if x % 2 == 0:
            return x
    return None


def search(rows, v):
    for i, row in enumerate(rows):
        for j, x in enumerate(row):
            if x == v:
                return i, j
    else:
        return -1, -1


print(first_even([1, 3, 4, 6]), first_even([1]))
print(search([[1, 2], [3, 4]], 3), search([[1]], 9))
