def outer(items):
    def square(x):
        return x * x

    def total(values):
        t = 0
        for v in values:
            t += v
        return t
    squares = [i * i for i in items]
    return total(squares), square(3)


print(outer([1, 2, 3]))


def again():
    def square(x):
        return -x
    return square(4)


print(again())
