def f(m, x, i, j):
    m[i] += x[j] * x[i]
    return m


for j in range(4):
    print(f([1, 2, 3], [4, 5, 6], 1, j))
