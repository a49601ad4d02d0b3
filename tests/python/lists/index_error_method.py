l = [1, 2]
print(l.index(2))
l.index(3)
