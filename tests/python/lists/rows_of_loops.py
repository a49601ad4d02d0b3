# Rows that a loop reads again and again, and what may change between: the table, the index, a row
# replaced, exchanged, emptied, or shared.


def table(n, m):
    return [[10 * i + j for j in range(m)] for i in range(n)]


def sums(t, i):
    s = 0
    for j in range(4):
        s += t[i][j] + t[i + 1][j] * 2
    return s


print([sums(table(4, 4), i) for i in range(3)])


# the index changes between two loops, and the table
def two_loops(t, other):
    i = 0
    s = 0
    for j in range(5):
        s = s * 3 + t[i][j]
    i = 2
    for j in range(5):
        s = s * 3 + t[i][j]
    t = other
    for j in range(5):
        s = s * 3 + t[i][j]
    i += 1
    for j in range(5):
        s = s * 3 + t[i - 1][j]
    return s


print(two_loops(table(4, 5), table(7, 5)[3:]))


# a row is replaced in the loop that reads it
def replaced(t, i):
    s = 0
    for j in range(30):
        s += t[i][j % 4]
        if j % 7 == 3:
            t[i] = [j, -j, s % 11, 5]
    return s


print(replaced(table(3, 4), 1))


# by another name
def by_another_name(t, i):
    u = t
    s = 0
    for j in range(30):
        s += t[i][j % 4]
        if j == 11:
            u[i], u[i + 1] = u[i + 1], u[i]
    return s


print(by_another_name(table(3, 4), 1))


# by something without a handler of its own
def reversed_within(t, i):
    s = 0
    j = 0
    while j < 24:
        s = s * 2 % 1009 + t[i][j % 4]
        if j == 13:
            t.reverse()
        if j == 17:
            t.insert(0, [9, 8, 7, 6])
        j += 1
    return s


print(reversed_within(table(3, 4), 0))


# by a loop in between, whose rows are others
def between(t):
    s = 0
    i = 1
    for k in range(6):
        for j in range(4):
            s = (s * 5 + t[i][j]) % 10007
        t.sort()
        t[0] = [s % 13, 2, 3, 4 + k]
        for j in range(4):
            s = (s * 5 + t[i][j]) % 10007
    return s


print(between(table(3, 4)))


# a row changes its storage under way
def storage(t, i):
    s = 0.0
    for j in range(40):
        s += t[i][j % 4] * 1.5
        if j == 9:
            t[i][1] = 0.25
        if j == 21:
            t[i][2] = True
        t[i + 1][j % 4] += 1
    return s, t


print(storage(table(3, 4), 0))


# until it fails
def shrinks(t, i):
    s = 0
    for j in range(40):
        s += t[i][0]
        if j % 10 == 9:
            t.pop()
    return s


try_rows = table(4, 4)


def negative(t, i):
    s = 0
    for j in range(4):
        s = s * 10 + t[-1][j] + t[i - 1][j]
    return s


print(negative(table(3, 4), 0), negative(table(3, 4), 1))


# rows by constants, and rows of rows
def cube(c, i, k):
    s = 0
    for j in range(3):
        s = s * 7 + c[0][k][j] + c[i][1][j] + c[i][k][j]
        if j == 1:
            c[0][k] = [100, 200, 300]
    return s


print(cube([table(3, 3), table(4, 3)], 1, 2))


# one loop in another, both keep rows
def product(a, b, n):
    c = [[0] * n for i in range(n)]
    for i in range(n):
        for j in range(n):
            for k in range(n):
                c[i][j] += a[i][k] * b[k][j]
    return c


print(product(table(4, 4), table(4, 4), 4))


# a condition on the way, at which one way keeps more than the other
def ways(t, u, i, n):
    s = 0
    for j in range(n):
        if j % 3 == 0:
            s += t[i][j % 4]
        elif j % 3 == 1:
            s += u[i][j % 4] * 2
        else:
            s += t[i + 1][j % 4] + u[i + 1][j % 4] + t[i + 2][j % 4]
        if s > 200:
            t, u = u, t
            s -= 150
    return s


print(ways(table(4, 4), table(5, 4), 1, 100))

# a guess fails behind a store of a row, in front of another look at it
def guessed(t, u, i):
    s = 0
    others = table(7, 4)
    for j in range(40):
        s += t[i][j % 4]
        t[i] = others[j % 7]
        s += u[j]
        s += t[i][0]
        if j == 19:
            u[25] = 0.5
    return s


print(guessed(table(3, 4), [k * k for k in range(40)], 1))

print(shrinks(try_rows, 1))
