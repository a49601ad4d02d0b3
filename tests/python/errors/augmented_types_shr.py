x = 1.5
print(x)
x >>= 2
print(x)
