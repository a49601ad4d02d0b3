def split(a, b):
    q, r = divmod(a, b)
    return q * 1000 + r


for a in [7, -7, 7.5, -7.5, 0, True]:
    for b in [2, -2, 2.5, True]:
        q, r = divmod(a, b)
        print(q, r)
        x = [0, 0]
        x[0], x[1] = divmod(a, b)
        print(x)
        r, r = divmod(a, b)
        print(r)
        (q, x[1]) = divmod(
            a, b)
        print(q, x)
i = 1
x = [5, 6, 7]
i, x[i] = divmod(17, 7)
print(i, x, split(100, 7), split(-1, 60))
q, r = 3, 4
q, r = divmod(q + r, r)
print(q, r)
q, r = divmod(1,
              q - 1)
