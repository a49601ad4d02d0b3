a = [1, 2]
b = [a for _ in range(2)]
a = [3]
print(b, a)
