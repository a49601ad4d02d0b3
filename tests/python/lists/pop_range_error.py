l = [1, 2]
print(l.pop(-2))
l.pop(5)
