# Loops over dicts give back what they make: this fits --heap 1M many times over.
def total(d):
    n = 0
    for k, v in d.items():
        n += v
    for k in d:
        n += d[k]
    for v in d.values():
        if v == 3:
            continue
        n += v
    return n

def churn(n):
    d = {}
    for i in range(n):
        d[i] = i
        if i >= 10:
            del d[i - 10]
    return d

table = {i: i for i in range(20)}
s = 0
for i in range(300):
    s += total(table)
print(s, churn(1000))
