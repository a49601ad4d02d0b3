import math
import math as m
from math import pi, e, tau, inf, nan

print(math.pi, math.e, math.tau, math.inf, -math.inf, math.nan)
print(pi, e, tau, inf, nan, m.pi == pi)
print(math.floor(-2.5), math.ceil(-2.5), math.trunc(-2.5), math.floor(5), math.ceil(2.0001), math.floor(1e15))
print(math.floor(2.7) + 1, math.isnan(nan), math.isinf(-inf), math.isfinite(1))
