f = lambda x, y=2: x
g = f
print(1)
g(z=1)
