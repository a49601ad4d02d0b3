def f(a, b):
    if a % b == 1:
        return 1
    return 2


for b in (3, 2, 1, -1, 0):
    print(f(7, b))
