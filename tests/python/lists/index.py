l = [1, 2, 3]
print(l[0], l[-1], l[-3], l[True], l[False])
l[-1] = 30
l[True] = 20
print(l)
t = (4, 5)
print(t[0], t[-1])
s = "abç"
print(s[0], s[-1], s[1], s[2])
n = [[1, 2], [3, [4, 5]]]
print(n[1][1][0], n[0][-1])
n[1][1][0] = "x"
print(n)
