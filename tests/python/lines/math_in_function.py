def f():
    import math
    y = (math
         .sqrt
         (
             'a'))


f()
