for i in range(3):
    pass
while False:
    pass
if True:
    pass
else:
    pass


def nothing():
    pass


print(nothing())
pass; pass
x = 1; y = 2; print(x, y)
if x: print("one line")
for i in range(2): print(i); print("same line")
while x < 3: x += 1
print(x)
