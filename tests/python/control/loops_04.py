x = [3, 1]
x, y = x
print(x, y)
