i, j = 0, 10
while i < j and not i == 7:
    i += 1
    j -= 1 if i % 2 else 0
print(i, j)
n = 27
steps = 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)
while not (i > 100 or j < -100):
    i += 10
print(i, j)
