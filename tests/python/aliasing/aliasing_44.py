def f(l):
    for x in l:
        y = x
        x = [0]
        y.append(1)
    return l
print(f([[1], [2]]))
