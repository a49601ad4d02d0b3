def two():
    return 1, 2


def lists():
    return [3, 4]


def nested():
    return 1, (2, [3, 4])


a, b = two()
print(a, b)
a, b = lists()
print(a, b)
a, (b, (c, d)) = nested()
print(a, b, c, d)
t = two()
print(t, t[0], len(t))
q, r = divmod(17, 5)
print(q, r)
