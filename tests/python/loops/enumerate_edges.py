# The number after the last is never needed.
top = 9223372036854775807
low = -9223372036854775808
for n, x in enumerate('ab', 2**63 - 2):
    print(n, x)
for n, x in enumerate('a', top):
    print(n, x)
for p in enumerate('ab', top - 1):
    print(p)
for n, x in enumerate('ab', low):
    print(n, x)
for n, x in enumerate('ab', -9223372036854775808):
    print(n, x)
for n, (a, b) in enumerate(zip('ab', [1, 2]), top - 1):
    print(n, a, b)
for n, x in enumerate(range(2), top - 1):
    print(n, x)
for n, x in enumerate(reversed('ab'), top - 1):
    print(n, x)
for n, (m, x) in enumerate(enumerate('ab', low), top - 1):
    print(n, m, x)
print([n for n in enumerate([], top)], list(enumerate('ab', top - 1)), [n for n in enumerate('b', start=top)])
for n, x in enumerate('abcd', -2):
    print(n, x)
for n, x in enumerate('ab', start=5):
    print(n, x)


def f(first, xs):
    return [p for p in enumerate(xs, first)] + [n for n, x in enumerate(xs, start=first)]


print(f(top - 1, 'xy'), f(True, 'xy'), f(0, [1, 2]), f(-1, ''))
