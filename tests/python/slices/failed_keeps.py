x = [1, 2, 3]
y = x
def bad():
    print(x)
    x[0:2] = [i // (2 - i) for i in range(3)]
bad()
