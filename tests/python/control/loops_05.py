x = 5
x: int
print(x)
