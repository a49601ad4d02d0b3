# heap: 65536
def divide(a, b):
    return a // b, a % b
def three(a):
    return (a, a + 1), a
k = 0
for i in range(100000):
    q, r = divide(i, 7)
    k += q + r
    q, r = divmod(i, 7)
    k += q - r
print(k)
def inside():
    k = 0
    for i in range(100000):
        x, y = divide(i, 3)
        k += x * y
    return k
print(inside())
