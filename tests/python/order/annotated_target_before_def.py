# The target of an annotated assignment calls what is not defined yet.
a = [0, 0]
a[index()]: int = 1


def index():
    return 1


print(a)
