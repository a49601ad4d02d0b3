# Sorting compares the same elements in the same order as CPython does, so that even values
# without an order come out alike: runs, galloping, ties, both directions.
state = [12345]


def chance(n):
    state[0] = (state[0] * 1103515245 + 12345) % 2147483648
    return (state[0] >> 8) % n


def digest(values):
    h = 0
    for v in values:
        for c in repr(v):
            h = (h * 31 + ord(c)) % 1000000007
    return h


nan = float('nan')
for n in [2, 3, 10, 63, 64, 65, 100, 129, 333, 1000]:
    for d in [2, 5, 50, 100000]:
        floats = []
        texts = []
        tuples = []
        for i in range(n):
            floats.append(nan if chance(d) == 0 else chance(997) / 7)
            texts.append('k' * chance(12) + str(chance(1000)))
            tuples.append((chance(10), i, chance(d)))
        mixed = floats + [1, 2, True, -0.0, 0.0]
        nested = [[t] for t in texts]
        for values in [floats, texts, tuples, mixed, nested]:
            print(n, d, digest(sorted(values)), digest(sorted(values, reverse=True)), end=' ')
            values.sort()
            print(digest(values), end=' ')
            values.sort(reverse=True)
            print(digest(values))

# runs of all lengths, up and down, that one side of a merge wins, or neither
for size in [40, 70, 300, 900]:
    runs = []
    for k in range(12):
        start = chance(1000)
        for i in range(chance(size)):
            runs.append(start + i if k % 3 > 0 else start - i)
    pairs = []
    for i in range(len(runs)):
        pairs.append((runs[i] // 7, i))
    signs = []
    for r in runs:
        signs.append(-0.0 if r % 2 == 0 else 0.0)
    print(digest(sorted(runs)), digest(sorted(pairs)), digest(sorted(signs)), digest(sorted(pairs, reverse=True)))
    runs.sort(reverse=True)
    signs.sort(reverse=True)
    print(digest(runs), digest(signs))

for values in [[3, 2, 1], [1, 1, 1], [2, 1, 1], ['b', 'a'], ['a', 'b', 'b\0', 'ba'], ['\0', '', '\0\0'], ['ab', 'a', ''], []]:
    up = values + []
    up.sort()
    down = values + []
    down.sort(reverse=True)
    print(up, down)
