l = [1, 2]
for p in zip(l, l):
    if len(l) < 5:
        l.append(0)
    print(p)
