def row(a, v, i, width, n):
    s = 0.0
    for j in range(n):
        s += a[i * width + j] * v[j]  # bobbin: IntegerOverflow
    print(s)


row([0.5] * 16, [1.5] * 4, 2, 2 ** 62, 4)
