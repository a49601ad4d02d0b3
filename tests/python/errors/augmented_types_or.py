x = None
print(x)
x |= 1
print(x)
