def f(x):
    print("f", x)
    return x


def g(a, b, c=3, d=4):
    print(a, b, c, d)


def two(a, b):
    return a + b


def one(x):
    return x


print(round(number=2.567, ndigits=f(1)), round(ndigits=f(1), number=f(2.55)), round(f(2.5), ndigits=None))
print(pow(base=f(2), exp=f(3)), pow(exp=f(3), base=f(2)), pow(2, mod=f(5), exp=f(3)), pow(f(7), f(2), mod=f(10)))
print('a b c'.split(maxsplit=f(1)), 'a,b,c'.split(maxsplit=f(1), sep=f(',')), 'a,b'.split(sep=f(',')), 'a b'.split(f(None), f(1)))
print(list(enumerate(iterable='ab', start=f(2))), list(enumerate(start=f(2), iterable=f('ab'))), list(enumerate(iterable='ab')))
print(sorted([2, 1], key=None, reverse=f(True)), sorted([2, 1], reverse=f(False), key=None), str(object=f(5)), sum(f([1]), start=f(2)))
print(min(f([]), default=f(-10)), max(enumerate([]), default=-10), min(zip([], [1]), default=None), max(range(0), default=f('x')))
print(min(enumerate("ab"), default=1), max([3, 1], default=f(1)))
x = [3, 1, 2]
x.sort(key=None, reverse=f(1))
print(x, int(f('12'), base=f(8)), list(zip([1], [2], strict=True)), max('abc', key=None), min(2, 1, key=None))
print('a', 'b', sep=f('-'), end=f('!'), file=None, flush=True)
print('a', end=f('?'), sep=f('+'))
print(g(1, 2), g(b=f(1), a=f(2)), g(1, d=f(3), b=f(2)), two(b=1, a=f(2)))
print(min((x for x in [] if x), default=0), max((x for x in [3, 5]), default=-1), max((-x for x in range(4)), default=None))
