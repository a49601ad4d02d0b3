import math
from math import atan2, hypot as h, pi

for a in [0, 1, -1.5, 3, 4.0]:
    for b in [1, -2, 0.5, 4]:
        print(a, b, math.pow(abs(a) + 1, b), atan2(a, b), h(a, b), math.copysign(a, b), math.fmod(a, b), math.log(abs(a) + 1, abs(b) + 1))
print(math.hypot(3, 4), math.hypot(1, 2, 3), math.hypot(), h(-5), pi)
