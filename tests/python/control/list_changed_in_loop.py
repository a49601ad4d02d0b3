l = [1, 2, 3]
for x in l:
    if len(l) < 8:
        l.append(x * 10)
print(l)
l = [1, 2, 3, 4, 5, 6]
for x in l:
    if x % 2 == 0:
        l.pop(0)
    print(x)
print(l)
l = [1, 2, 3]
for x in l:
    l = [9, 9]
    print(x)
print(l)
l = [1, 2, 3]
for i, x in enumerate(l):
    l[i] = x * x
print(l)
l = [1, 2, 3, 4]
for x in l:
    l.clear()
print(x, l)
