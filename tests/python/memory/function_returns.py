# heap: 65536
def pair(a, b):
    return [a, b]
def twice(a):
    p = pair(a, a)
    p.append(a)
    return p
def text(n):
    r = ""
    for i in range(n):
        r += "x"
    return r
def use(n):
    k = 0
    for i in range(n):
        v = twice(i)
        k += len(v) + len(twice(i)) + len(text(3))
        pair(i, i)
    return k
print(use(100000))
def build(n):
    out = []
    for i in range(n):
        out.append(i)
    return out
for i in range(100000):
    r = build(3)
print(r)
