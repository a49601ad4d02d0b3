l = [1]
l.append(l)
print(l)
m = [l, [l]]
print(m)
t = ([],)
t[0].append(t)
print(t)
