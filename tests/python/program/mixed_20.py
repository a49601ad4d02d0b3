import math as m, sys
print(m.pi)
