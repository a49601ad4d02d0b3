x = 10


def f(n):
    if n > 0:
        y = x
    else:
        y = -x
    return y


print(f(1), f(-1))
