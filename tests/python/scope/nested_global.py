v = 1


def outer():
    v = 2

    def inner():
        global v
        v = 3
        return v
    r = inner()
    return r, v


print(outer(), v)
