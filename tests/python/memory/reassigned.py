# heap: 65536
a = [0]
s = ""
for i in range(100000):
    a = [a[0] + 1, i]
    s = str(i) + s[:3]
    t = a[:] if i % 2 else [i]
    t += [1]
    a[0] += 1
print(a, s, t)
def param(p):
    p = p + [1]
    return len(p)
k = 0
