# heap: 65536
def items(n):
    return [n] if n % 2 else []
k = 0
i = 0
while i < 100000:
    if items(i):
        k += 1
    if not items(i) or [i]:
        k += 1
    k += 1 if items(i) == [1] else 2
    w = items(i)
    while w:
        k += w.pop()
    i += 1
    k += bool(items(i)) + (i in [1, 2, 3]) + (i in (5, 6))
print(k)
