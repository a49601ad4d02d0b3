l = []
l += range(3)
print(l)
