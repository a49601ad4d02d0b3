n = 0


def bump():
    global n
    n += 1
    return n


def reset(to):
    global n, m
    n = to
    m = "made here"


print(bump(), bump(), bump(), n)
reset(10)
print(bump(), n, m)
