l = []
for i in range(20000):
    l.append(i * i % 97)
print(len(l), sum(l), max(l), min(l), l.count(0), l.index(96), l[-1])
l.sort()
print(l[:5], l[-5:], l[10000])
l.reverse()
print(l[0], l[-1])
del l[0]
print(len(l))
m = [0] * 100000
m[99999] = 1
print(sum(m), len(m + l))
