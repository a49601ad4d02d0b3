x = [1, 2, 3]
print([x for x in x])
print([x + 1 for x in x if x > 1])
print([[y for y in x] for x in [[1], [2, 3]]])


def f(x):
    return [x for x in x]


print(f([4, 5]))
