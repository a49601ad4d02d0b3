def f(a=1):
    return a


def f(a=2):
    return a
