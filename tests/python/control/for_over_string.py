for c in "héß€𝄞x":
    print(c, ord(c))
for c in "":
    print("never")
s = ""
for c in "abc":
    s = c + s
print(s)
for i, c in enumerate("añb"):
    print(i, c)
for a, b in zip("añb", "xyz"):
    print(a, b)
for c in reversed("añb"):
    print(c)
