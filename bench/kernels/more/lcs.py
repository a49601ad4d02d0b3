def letters(n, seed):
    result = []
    for i in range(n):
        seed = seed * 16807 % 2147483647
        result.append(seed % 8)
    return result


def lcs(a, b):
    rows = len(a)
    columns = len(b)
    table = [[0] * (columns + 1) for i in range(rows + 1)]
    for i in range(rows):
        for j in range(columns):
            if a[i] == b[j]:
                table[i + 1][j + 1] = table[i][j] + 1
            else:
                table[i + 1][j + 1] = max(table[i][j + 1], table[i + 1][j])
    # the way back
    i = rows
    j = columns
    path = 0
    while i > 0 and j > 0:
        if a[i - 1] == b[j - 1]:
            path = (path * 8 + a[i - 1]) % 1000003
            i -= 1
            j -= 1
        elif table[i - 1][j] >= table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    return table[rows][columns] * 1000003 + path


def main():
    total = 0
    for k in range(6):
        total += lcs(letters(1500, 31 + k), letters(1600, 77 + k))
    print(total)


main()
