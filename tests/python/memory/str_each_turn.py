# heap: 65536
n = 0
for i in range(100000):
    s = "number " + str(i)
    t = s + "!" + s
    n += len(t)
print(n)
