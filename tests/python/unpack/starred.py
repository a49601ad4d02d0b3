a, *b = [1, 2, 3]
print(a, b)
*a, b = "abc"
print(a, b)
a, *b, c = (1, 2)
print(a, b, c)
*a, = range(3)
print(a)
[a, [*b, c], *d] = 1, "héy", 3, 4.5
print(a, b, c, d)
for a, *b in [[1], (2, 3), "xyz"]:
    print(a, b)
for i, (a, *b) in enumerate([[1, 2], [3]]):
    print(i, a, b)
for a, *b in zip([1, 2], [3, 4], [5, 6]):
    print(a, b)
for *a, b in {"k": 1}.items():
    print(a, b)
print([x for x, *y in [(1, 2, 3), (4,)] if not y])
xs = [1, 2]
xs[0], *xs[1:] = 5, 6, 7
print(xs)
print([*xs, 1, *"ab", *(), *range(2)], (*xs,), (0, *xs, *[9]), [*{"a": 1}])
t = *xs, 4
print(t, [*[]], [*[*xs]], (*"",))
def f():
    a, *b = [i * i for i in range(5)]
    *c, d = b
    return a, b, *c, d
print(f())
def g(*p):
    first, *rest = p
    return [first] if not rest else [first, *g(*rest)]
print(g(1, 2, 3))
a, *b = b, a, *[b]
print(a, b)
def swap():
    x, *y = 1, 2
    y, *x = x, y
    return x, y
print(swap())
print("%s %s" % (*"ab",), 2 in [*xs, 2], 3 in (*xs,))
for q in *xs, 1:
    print(q)
