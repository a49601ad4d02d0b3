l = [1, 2]
l[len(l)] = 3
