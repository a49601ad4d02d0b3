for i, x in enumerate(["a", "b"], 5):
    print(i, x)
for i, x in enumerate(["a", "b"], start=-1):
    print(i, x)
for p in enumerate("xy"):
    print(p)
for i, (a, b) in enumerate([(1, 2), (3, 4)]):
    print(i, a, b)
print(list(enumerate("ab", 1)))
print([i * x for i, x in enumerate([5, 6, 7])])
for i, x in enumerate(()):
    print("never")
