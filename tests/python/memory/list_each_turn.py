# heap: 65536
for i in range(100000):
    a = [i, i + 1, i + 2]
    if a[0] + a[2] != 2 * a[1]:
        print("never")
def inside(n):
    total = 0
    for i in range(n):
        b = [i] * 4
        b.append(i)
        total += len(b)
    return total
print(inside(100000))
