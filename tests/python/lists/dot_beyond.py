def dot(x, y, n):
    s = 0.0
    for i in range(n):
        s += x[i] * y[i]
        if i == 100:
            print("never")
    return s


def plain(x, y, n):
    s = 0.0
    for i in range(n):
        s += x[i] * y[i]
    print(s)
    return s


print(dot([0.5] * 9, [1.5] * 9, 9))
print(plain([0.5] * 9, [1.5] * 9, 9))
print(plain([0.5] * 6, [1.5] * 9, 9))
