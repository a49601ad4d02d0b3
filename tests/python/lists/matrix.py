def matmul(a, b):
    n, m, p = len(a), len(b), len(b[0])
    c = [[0] * p for _ in range(n)]
    for i in range(n):
        for j in range(p):
            s = 0
            for k in range(m):
                s += a[i][k] * b[k][j]
            c[i][j] = s
    return c


def transpose(a):
    return [[a[i][j] for i in range(len(a))] for j in range(len(a[0]))]


a = [[1, 2], [3, 4], [5, 6]]
print(matmul(a, transpose(a)))
print(transpose(transpose(a)) == a)
