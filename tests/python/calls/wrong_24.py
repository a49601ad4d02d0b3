import math
print(math.floor(x=1))
