l = [1, 2]
for p in enumerate(l):
    if len(l) < 5:
        l.append(0)
    print(p)
