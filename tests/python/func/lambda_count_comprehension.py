def outer():
    return [lambda: 1 for i in range(3)]


print(outer()[0]())
outer()[1](1)
