import math
y = (math
     .sqrt
     (
         'a'))
