f = lambda x, y=2: x
g = f
print(1)
g(1, 2, 3)
