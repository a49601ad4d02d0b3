print(sorted([1, 2]))
print(sorted([None, 1]))
