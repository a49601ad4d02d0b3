import math

for x in [0, 1, 2, 3, 10, 100, 1000003, True]:
    print(x, math.isqrt(x))
