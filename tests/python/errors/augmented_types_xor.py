x = (1, 2)
print(x)
x ^= 3
print(x)
