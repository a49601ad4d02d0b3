for x in reversed([1, 2, 3]):
    print(x)
for x in reversed((1, 2)):
    print(x)
for x in reversed([]):
    print("never")
print(list(reversed("abc")))
l = [3, 1, 2]
print([x for x in reversed(l)], l)
for i, x in enumerate(reversed("ab")):
    print(i, x)
