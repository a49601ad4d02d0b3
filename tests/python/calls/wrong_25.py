import math
print(math.sqrt())
