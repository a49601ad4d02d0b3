def outer():
    x = lambda: 1
    return lambda a: a


print(outer()(3))
outer()(1, 2)
