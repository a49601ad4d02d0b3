l = [1]
del l[0]
del l[0]
