l = [1]
print(l[0])
l[1] = 5
