print([i for i in range(5)])
print([i for i in range(2, 5)])
print([i for i in range(5, 2)])
print([i for i in range(0)])
print([i for i in range(-3)])
print([i for i in range(0, 10, 3)])
print([i for i in range(10, 0, -3)])
print([i for i in range(-5, 5, 4)])
print([i for i in range(5, -5, -4)])
print([i for i in range(0, 10, -1)])
print([i for i in range(3, 3, 1)])
print([i for i in range(True, 4)])
n = 2
print([i for i in range(0, n * 3, n)])
step = -2
print([i for i in range(6, -1, step)])
step = 5
print([i for i in range(6, 20, step)])
for i in range(9223372036854775790, 9223372036854775800, 3):
    print(i)
