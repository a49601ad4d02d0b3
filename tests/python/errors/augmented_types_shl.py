x = 1
print(x)
x <<= 2.0
print(x)
