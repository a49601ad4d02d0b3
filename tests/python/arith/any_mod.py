# % where nothing is known before it runs
def op(a, b):
    return a % b


values = [1, -1, 7, -7, 2, 3, True, 12345, 4, 0.5, -2.25, 1e3, 3.0]
for a in values:
    for b in values:
        print(a, b, op(a, b))
