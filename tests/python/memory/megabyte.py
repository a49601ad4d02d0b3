# heap: 4194304
s = ""
for i in range(1048576):
    s += "abcdefgh"[i % 8]
print(len(s))
