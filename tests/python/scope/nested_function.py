def outer(n):
    def double(x):
        return x * 2

    def twice(x):
        return double_g(double_g(x))
    return double(n) + twice(n)


def double_g(x):
    return x * 2


print(outer(5))
