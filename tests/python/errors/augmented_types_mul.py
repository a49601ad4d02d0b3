x = None
print(x)
x *= 2
print(x)
