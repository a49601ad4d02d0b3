# heap: 65536
a = list(range(10))
s = "hello world"
k = 0
for i in range(100000):
    if a[:3] == a[1:4] or s[:5] == s[6:] or a[i % 5:] < a[:2]:
        k += 1
    b = a[2:5]
    k += b[0] + len(s[i % 3:])
    k += (a[:2] + a[3:])[1]
    if s[i % 3:i % 3 + 2] in ["he", "el"]:
        k += 1
print(k)
