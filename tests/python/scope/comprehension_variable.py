x = "outer"
l = [x for x in range(3)]
print(l, x)
y = [[x for x in range(n)] for n in range(4)]
print(y, x)


def f(i):
    s = [i * 2 for i in range(i)]
    return s, i


print(f(3))
n = 5
print([n for _ in range(2)], [n + i for i in range(n) if i != n - 2])
print(sum(n for n in [1, 2, 3]), n)
