a, b = range(2)
print(a, b)
