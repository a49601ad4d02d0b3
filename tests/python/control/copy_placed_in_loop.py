# A variable that was another's value gets a place of its own in front of a loop.
def f0(x0):
    return 0
i0 = 63
i1 = 1
i2 = 7
x1 = 1.5
x2 = 0
a0 = 1
a1 = 1
for i0 in range(-1, 300, 1):
    for n5 in range((i1 & 4095) % 3):
        v0 = x1
        i1 += f0(x1)
    n6 = 0
    while True:
        n6 += 1
        if n6 > 3:
            break
        if 100 <= i0 <= 10:
            pass
        else:
            i2, i1 = (i0, i2)
        x1 = a1
print(i0, a0, i2, v0, x2)
