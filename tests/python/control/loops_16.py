x = None
print(x is None, x is not None, [] is [], True is True)
