# pop goes on where it was, also after &= has left nothing
s = set(range(20))
for _ in range(5):
    s.pop()
s &= {100}
s.update([0, 1, 2, 3, 4, 5, 6])
print(s.pop(), s.pop(), s)
t = set(range(20))
for _ in range(5):
    t.pop()
t.intersection_update([8, 9, 15, 16])
print(t.pop(), t.pop(), t)
