def area(r):
    import math
    return math.pi * r * r


def root(x):
    from math import sqrt, floor as fl
    return fl(sqrt(x))


print(area(2), root(17))
