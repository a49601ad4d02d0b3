def put(a, b, c, v):
    x = [1, 2, 3, 4, 5]
    try_it = x
    x[a:b:c] = v
    print(x, try_it is x)

def cut(a, b, c):
    x = [1, 2, "c", 4, 5.5, 6]
    del x[a:b:c]
    print(x)

for a in [None, 0, 2, -1, -9, 9]:
    for b in [None, 0, 3, -1, -9, 9]:
        put(a, b, 1, [])
        put(a, b, None, [7])
        put(a, b, 1, (8, 9, 10))
        put(a, b, 1, "hé")
        for c in [None, 1, 2, 3, -1, -2, 9]:
            cut(a, b, c)
put(None, None, 2, "abc")
put(None, None, -1, (1.5, "b", None, 4, 5))
put(4, 1, -2, [7, 8])
put(0, 0, 2, [])
x = [1, 2, 3]
x[1:2] = x
print(x)
x[::-1] = x
print(x)
x[:] = x
print(x)
x[:] = ["a"]
print(x)
x.append("b")
x[:] = [1.5, 2]
x[1:] = range(3)
print(x)
x[:0] = {"k": 1, "l": 2}
print(x)
x[2:3] += ["new", 5]
print(x)
x[::2] *= 1
print(x)
del x[:]
print(x)
x[:] = [1, 2, 3, 4]
del x[1:3], x[0]
print(x)
def order(n, v):
    print("at", n)
    return v
data = [0, 1, 2, 3]
order(2, data)[order(3, 1):order(4, 3)] = order(1, [9])
print(data)
order(1, data)[order(2, 0):order(3, 1)] += order(4, [8])
print(data)
big = list(range(3000))
big[::3] = ["s"] * 1000
del big[::2]
print(len(big), big[:9])
big[5:1000] = big
print(len(big), big[-3:])
def local():
    xs = [[1], [2], [3]]
    ys = xs[::2]
    xs[0:2] = [[i, i] for i in range(4)]
    xs[1:1] = ys
    del ys[0:1]
    return xs
print(local())
