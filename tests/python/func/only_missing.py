def note(x):
    print(x)
    return x


def f(a, *, b, c=1, d):
    return a


f(note(1), c=note(2))
