def steps(n):
    k = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        k += 1
    return k


best = 0
for i in range(1, 300):
    if steps(i) > steps(best + 1 if best == 0 else best):
        best = i
print(best, steps(best))
