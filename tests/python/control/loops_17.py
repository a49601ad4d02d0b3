x = 1 if True else None
print(x is None)
