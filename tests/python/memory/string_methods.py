# heap: 65536
k = 0
for i in range(100000):
    parts = [i, i + 1]
    k += len(f" {i},{i + 1} ".strip().split(",")) + len("-".join(str(x) for x in parts))
    k += len("-".join([str(i), str(k)]).replace("1", "2").upper())
    k += ("x" * 3).find("x") + "{}:{}".format(i, k).count(":")
    n = sum([int(x) for x in f"{i} {i + 1}".split()])
    for p in "ab bb cc".split():
        k += len(p)
print(k)
