# Globals that are bound once are taken for constants; they may be bound again all the same.
MOD = 1000003
SCALE = 8
BIG = 2 ** 62
WHOLE = 7
counter = 0


def hash_of(n):
    h = 1
    for i in range(n):
        h = (h * 31 + i) % MOD
        h = h * SCALE // WHOLE % MOD
    return h


def count(n):
    global counter
    total = 0
    for i in range(n):
        counter += 1
        total += counter * SCALE
    return total


def late():
    return LATE * 2


def overflowing(k):
    return BIG + (BIG - k)


print(hash_of(200), count(50), counter, overflowing(1))
for LATE in (3, 3, 4, 2.5, True, "ab", 5, -1):
    print(late())
for turn in range(5):
    SCALE = 8 + turn
    print(hash_of(20), count(3))
