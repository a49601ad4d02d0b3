# CPython works operators on literals out before it runs: 2**63 may stand on the way.
print(-2**63, 2**63 - 1, -(2**63), (1 << 63) - 1, -(1 << 63), ~(2**63 - 1), 2**62 * 2 - 1, 2**63 // 2, 2**63 % 10)
print(-9223372036854775808 + 1, 0 - 2**63, 5 - 2**63, (2**63 - 1) & 255, 2**63 >> 60, 2**63 ^ 2**63, -7 // 2, -7 % 3)
print(7 // -2, 7 % -3, (-1) ** 1000001, 0 ** 0, 1 ** 2000, 3 ** 39, -3 ** 39, 1 << 62, -1 << 63, -5 >> 200, 2 ** -1)
for i in reversed(range(-2**63, -2**63 + 3)):
    print(i)
for i in range(5, -2**63, -2**62):
    print(i)
for i in range(2**63 - 8, 2**63 - 1, 5):
    print(i)
for i, x in enumerate('ab', -2**63):
    print(i, x)
x = 1 // 0
