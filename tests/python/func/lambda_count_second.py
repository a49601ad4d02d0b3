f = [lambda: 1, lambda a: a]
print(f[1](2))
f[1]()
