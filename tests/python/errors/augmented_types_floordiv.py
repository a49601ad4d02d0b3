x = True
print(x)
x //= None
print(x)
