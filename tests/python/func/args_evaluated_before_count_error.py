def f(a):
    return a


def say(x):
    print(x)
    return x


f(say(1), say(2))
