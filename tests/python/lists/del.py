l = [0, 1, 2, 3, 4]
del l[0]
del l[-1]
print(l)
i = 1
del l[i]
print(l)
del l[0], l[0]
print(l)
m = [[1, 2], [3]]
del m[0][1]
print(m)
