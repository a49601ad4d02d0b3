if (n := 5) > 3:
    print(n)
print([y := 1, y ** 2], y)
xs = [3, 1, 2]
i = 0
while (v := xs[i]) != 2:
    print("v", v)
    i += 1
print([last := x for x in xs], last)
print([y for x in xs if (y := x * 2) > 2], y)
def f(data):
    total = 0
    parts = [total := total + d for d in data]
    if any((found := d) > 2 for d in data):
        print("found", found)
    return parts, total
print(f([1, 2, 3]))
def g():
    if False and (z := 1):
        pass
    z = 3
    return (lambda k: (w := k + z) * w)(2)
print(g())
counter = 0
def bump():
    global counter
    return (counter := counter + 1)
print(bump(), bump(), counter)
def outer():
    c = 0
    def inner():
        nonlocal c
        [c := c + k for k in range(3)]
        return c
    return inner(), c
print(outer())
a = [0, 0, 0]
i = 0
a[(i := i + 1)] = i
print(a, i)
a[i] = (i := 2)
print(a, i)
print((q := [1, 2]) + (q := [3]), q)
def lists():
    p = [1]
    p2 = [p, (p := [2]), p]
    return p2, len((r := p2)), r is p2
print(lists())
print(f"{(m := 4)} {m}", (j := "s") + j)
print([[k := a1 for a1 in b1] for b1 in [[1], [2, 3]]], k)
def loops(rows):
    out = []
    for row in rows:
        if (size := len(row)) and (h := row[0]) is not None:
            out.append((size, h))
    return out
print(loops([[1, 2], [], [None], ["x"]]))
