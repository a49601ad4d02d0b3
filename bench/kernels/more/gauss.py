def solve(a, b, n):
    for column in range(n):
        pivot = column
        for row in range(column + 1, n):
            if abs(a[row][column]) > abs(a[pivot][column]):
                pivot = row
        a[column], a[pivot] = a[pivot], a[column]
        b[column], b[pivot] = b[pivot], b[column]
        for row in range(column + 1, n):
            factor = a[row][column] / a[column][column]
            for k in range(column, n):
                a[row][k] -= factor * a[column][k]
            b[row] -= factor * b[column]
    x = [0.0] * n
    for row in range(n - 1, -1, -1):
        s = b[row]
        for k in range(row + 1, n):
            s -= a[row][k] * x[k]
        x[row] = s / a[row][row]
    return x


def main():
    n = 240
    seed = 8
    total = 0.0
    for round in range(10):
        a = []
        b = []
        for i in range(n):
            row = []
            for j in range(n):
                seed = seed * 16807 % 2147483647
                row.append(seed / 2147483647 - 0.5)
            a.append(row)
            b.append(i % 10 + 1.0)
        x = solve(a, b, n)
        for i in range(n):
            total += abs(x[i])
    print("%.9f" % total)


main()
