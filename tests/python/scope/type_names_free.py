_ = 3
__x = 4
x_1 = 5
X = 6
print(_, __x, x_1, X)
__y__ = 7
print(__y__)
