# heap: 1024
for i in range(200):
    print(f"{i} of {100000}: {i / 3:.2f} {i!r:>6} {'a' + str(i)}", str(i) + "%", end="")
    print("%d:%s" % (i, i * 2), sep="")
    s = f"<{i}>"
    print(s)
n = 0
for i in range(20000):
    n += len(f"{i:>8}{s}{i + 1}")
print(n)
