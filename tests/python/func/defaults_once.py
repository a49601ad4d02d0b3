calls = [0]


def count():
    calls[0] += 1
    return calls[0]


def f(n=count()):
    return n


print(f(), f(), f(7), f(), calls)
start = 5


def g(a=start, b=start * 2):
    return a + b


start = 100
print(g(), g(1), g(b=1))
