l = [[], []]
l[0].append(l[1])
l[1].append(3)
print(l)
x = l[0]
x = x[0]
x = x[0]
print(x)
