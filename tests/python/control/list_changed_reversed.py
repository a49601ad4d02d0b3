l = [1, 2, 3, 4]
for x in reversed(l):
    print(x)
    if len(l) > 2:
        l.pop()
print(l)
l = [1, 2, 3]
for x in reversed(l):
    if x == 3:
        l.append(4)
    print(x)
