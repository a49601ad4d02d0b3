l = [2, 1]
l.sort(reverse="x")
