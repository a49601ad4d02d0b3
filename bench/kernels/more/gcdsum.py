def gcd(a, b):
    while b != 0:
        a, b = b, a % b
    return a


def extended(a, b):
    if b == 0:
        return a, 1, 0
    g, x, y = extended(b, a % b)
    return g, y, x - a // b * y


def main():
    n = 1500
    total = 0
    for a in range(1, n):
        for b in range(1, n):
            total += gcd(a, b)
    inverses = 0
    m = 10007
    for a in range(1, m):
        g, x, y = extended(a, m)
        inverses = (inverses * 3 + x) % 1000003
    print(total)
    print(inverses)


main()
