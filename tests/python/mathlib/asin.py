import math

for x in [0, 1, -1, 0.5, -0.5, 0.1, 0.9, 1e-08, math.nan]:
    print(x, math.asin(x))
