print(len(range(10**8)), len(range(5, 1)), len(range(1, 10**15, 3)), len(range(10, -10**12, -7)), len(range(True)))
print(5 in range(10**8), 10**8 in range(10**8), -1 in range(10**8), 7 in range(1, 10**12, 3), 8 in range(1, 10**12, 3), 5 not in range(10, 0, -5))
print(5.0 in range(10), 5.5 in range(10), 'a' in range(10), None in range(3), [1] in range(3), True in range(2), 1e300 in range(3), float('nan') in range(3))
print(-2**63 in range(-2**63, 2**63 - 1), 2**63 - 2 in range(-2**63, 2**63 - 1, 2), 2**63 - 3 in range(-2**63, 2**63 - 1, 2), 3 in range(5, -2**63, -2))
print(range(10**9)[5], range(10**9)[-1], range(2, 100, 7)[3], range(5, -10**10, -3)[-2], range(True, 5)[False], range(3)[True])
n = 10**9
print(range(n)[n - 1], len(range(n)), n - 1 in range(n), n in range(n))


def f(a, b, c, x):
    return len(range(a, b, c)), x in range(a, b, c), [x for x in range(3) if x in range(1, 9, 2)]


print(f(0, 10**10, 3, 9), f(10, -10, -4, 2), f(0, 5, True, 2))
print(range(3)[3])
