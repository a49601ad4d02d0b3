import math

for x in [0, 1, -1, 2, 0.5, -0.5, 0.1, 0.9, 3.7, -3.7, 10, 100.25, 1e-08, 100000.0, 7, -2.5, 20, math.inf, math.nan]:
    print(x, math.isinf(x))
