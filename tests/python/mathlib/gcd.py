import math

print(math.gcd(12, 18), math.gcd(0, 5), math.gcd(), math.gcd(7), math.gcd(-4, 6), math.gcd(12, 18, 27), math.gcd(0, 0), math.gcd(2 ** 40, 2 ** 35))
for a in range(0, 30, 7):
    print([math.gcd(a, b) for b in range(10)])
