# A row is shorter than the others: found where two steps are one.
def total(table, n):
    s = 0
    for i in range(n):
        for k in range(n):
            s += table[i][k]
    return s


def main():
    table = []
    for i in range(40):
        table.append([i] * 40)
    print(total(table, 40))
    table[33] = [1] * 39
    print(total(table, 40))


main()
