# The target of a comprehension calls what is not defined yet.
a = [0, 0]
print([1 for a[index()] in [1]])


def index():
    return 1


print(a)
