l = [1, 2, 3]
l.append(l[0])
l.append(len(l))
l.append(l.pop(0))
l.insert(0, l.pop())
l.extend(l)
print(l)
l[:1].append(5)
print(l)
l += l
print(len(l))
