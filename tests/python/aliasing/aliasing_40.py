a = b = [1]
a = [2]
b.append(3)
print(a, b)
