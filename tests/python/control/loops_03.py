l = [1, 2, 3, 4]
for i, x in enumerate(reversed(l)):
    l.pop()
    print(i, x)
