# Two moves at once: another move does not pass them.
def f(n):
    if n < 1:
        return 3
    return f(n - 1) + 2


def g(n, m):
    x, p = f(n), f(m)
    x, p = p, x
    y = p
    p = p * x
    return y


def h(n, m):
    p, x = f(n), f(m)
    y = p
    p = p * x
    return y


print(h(0, 1), g(0, 1), h(2, 3))


def real(n):
    if n < 1:
        return 3.5
    return real(n - 1) + 2

def h1(n, m):
    p, x = real(n), real(m)
    y = p
    p = p * x
    return y, p, x

def h2(n, m):
    x, p = real(n), real(m)
    y = p
    p = p * x
    return y, p, x

for k in range(4):
    print(h1(k, k + 1), h2(k, k + 1))


def letters(s, i):
    c = d = s[i]
    if c == "a":
        i += 1
    print(i, d)


letters("ab", 0)
