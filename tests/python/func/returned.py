def one():
    return 1


def two():
    return 2


def pick(n):
    if n == 1:
        return one
    return two


print(pick(1)(), pick(2)())
h = pick(1)
print(h(), h == one, h != two, h in [one, two])
