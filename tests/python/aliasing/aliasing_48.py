s = "abc"
t = s[0:]
u = s[:]
s = "zzz"
print(t, u, "".join([t, u]), str(t), t.strip())
