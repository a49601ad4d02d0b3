visits = 0


def permute(a, k):
    """Heap's algorithm: each permutation of the first k elements once."""
    global visits
    if k == 1:
        if a[0] < a[1]:
            visits += a[2]
        return
    permute(a, k - 1)
    for i in range(k - 1):
        if k % 2 == 0:
            a[i], a[k - 1] = a[k - 1], a[i]
        else:
            a[0], a[k - 1] = a[k - 1], a[0]
        permute(a, k - 1)


def subsets(a, at, left):
    """How many subsets of a[at:] have the sum left."""
    if left == 0:
        return 1
    if at == len(a) or left < 0:
        return 0
    return subsets(a, at + 1, left - a[at]) + subsets(a, at + 1, left)


def main():
    a = [i for i in range(10)]
    total = 0
    for round in range(2):
        permute(a, len(a))
        total = total * 7 + subsets([3 + i * 5 % 17 for i in range(20)], 0, 60 + round)
    print(visits)
    print(total)


main()
