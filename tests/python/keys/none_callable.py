print(sorted([], key=3))
print(sorted([1], key=3))
