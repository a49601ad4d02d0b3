for x in 1, 2, 3:
    print(x)
for x in (1, "a", None, 2.5):
    print(x)
for x in ():
    print("never")
for x in [[1], [2, 3]]:
    for y in x:
        print(y)
