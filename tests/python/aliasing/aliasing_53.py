import sys
x = [1, 2, 3]
del x[0]
y = x.pop(0) if x else None
print(x, y)
