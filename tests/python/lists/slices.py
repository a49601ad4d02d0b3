l = [0, 1, 2, 3, 4, 5]
print(l[1:3], l[:2], l[4:], l[:], l[-2:], l[:-2], l[-3:-1])
print(l[3:1], l[10:], l[:100], l[-100:2], l[2:2], l[-1:-3])
print(l[None:2], l[2:None], l[True:3])
t = (1, 2, 3, 4)
print(t[1:], t[:0], t[-1:], t[1:2])
s = "hello"
print(s[1:3], s[:-1], s[-3:], s[5:], s[2:1] == "")
u = "añb€c𝄞"
print(u[1:3], u[-2:], u[:4], u[3:], len(u))
a, b = 1, -1
print(l[a:b], s[a:b], l[a + 1:], l[:len(l) // 2])
c = l[:]
c[0] = 99
print(l[0], c[0])
