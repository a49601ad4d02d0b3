s = ""
for i in range(1000):
    s += str(i % 10)
print(len(s), s[:20], s[-5:])
t = ""
for c in "hello":
    t = c + t
print(t)
r = "x"
r *= 5
r += "y" * 3
print(r)
out = []
for i in range(5):
    out.append(f"{i}:{i * i}")
print(";".join(out))
