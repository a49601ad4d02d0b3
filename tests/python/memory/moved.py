# heap: 65536
# Rows of a table, of which only the last is kept: x = y hands a list over where y is always bound
# anew before it is read.


def rows(n):
    previous = [0] * 40
    for i in range(n):
        current = [i]
        for j in range(39):
            current.append((previous[j] + current[j]) % 1009)
        previous = current
    return previous[39]


print(rows(3000))


def halves(n):
    last = []
    while n > 0:
        bits = [n % 2 for k in range(30)]
        if n % 7 == 3:
            n -= 1
            continue
        n -= 1
        if n == 5:
            break
        last = bits
    return len(last) + last[0]


print(halves(3000))


def read_behind(n):
    previous = [1]
    for i in range(n):
        current = [i, i + 1]
        previous = current
    return previous, current


print(read_behind(3))


def read_before(n):
    previous = [1]
    current = [7]
    for i in range(n):
        total = current[0] + previous[0]
        current = [i, total]
        previous = current
    return previous, current


print(read_before(3))


def kept(n):
    seen = []
    previous = [1]
    for i in range(n):
        current = [i]
        seen.append(current)
        previous = current
    return previous, seen


print(kept(4))


def twice(n):
    previous = [0]
    other = [0]
    for i in range(n):
        current = [i]
        other = current
        previous = current
    previous.append(9)
    return other


print(twice(4))


def inner(n):
    last = [0]
    for i in range(n):
        for j in range(3):
            row = [i, j]
            row = row + last[:1]
            last = row
        last.append(i)
    return last


print(inner(2000))


def sometimes(n):
    previous = [5]
    for i in range(n):
        if i % 2 == 0:
            current = [i]
        previous = current
    return previous


print(sometimes(4))


def lent(n):
    last = [1, 2, 3]
    total = 0
    for i in range(n):
        for v in last:
            total += v
        fresh = [i, total % 11, 2]
        last = fresh
    return total


print(lent(200))

for k in range(2000):
    made = [k] * 20
    held = made
print(held[3])
