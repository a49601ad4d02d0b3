def f(n):
    return range(n).index(n - 1)


print(range(10).index(3), range(0, 20, 5).index(15), range(10, -10, -3).index(-8), f(7))
print(range(0, 10, 3).count(3), range(5).count("a"), range(3).count(True), range(5).count(2.0))
print(range(5).count(5), range(0).count(0), range(5).count(2.5), range(3).count([1, 2]))
print(range(2, 9).index(4.0), range(3).index(True), range(9)[range(3, 9).index(5)])
print(range(-9223372036854775808, 9223372036854775807, 2).index(-4))
x = 4
print(range(x).index(x))
