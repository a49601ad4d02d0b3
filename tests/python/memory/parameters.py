# heap: 65536
def total(values):
    t = 0
    for v in values:
        t += v
    return t
def both(values, scale):
    return total(values) * scale
def first(s):
    return s[0]
k = 0
for i in range(100000):
    k += both([i, 1, 2], scale=2)
    k += total(values=(1, 2))
    k += len(first("ab" + str(i)))
print(k)
