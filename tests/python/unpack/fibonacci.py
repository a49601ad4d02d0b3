a, b = 0, 1
out = []
while len(out) < 20:
    out.append(a)
    a, b = b, a + b
print(out)


def fib(n):
    x, y = 0, 1
    for _ in range(n):
        x, y = y, x + y
    return x


print([fib(i) for i in range(10)])


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


print(gcd(48, 36), gcd(17, 5))
