f = lambda a, b: a
print(f(1, 2))
f(1)
