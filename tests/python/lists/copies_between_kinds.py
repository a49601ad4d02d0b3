# Elements copied between lists whose kinds differ from call to call.
def copy(a, b, n):
    for k in range(n):
        b[k - 1] = a[k]
        b[k - 3] = a[k - 2]


ints = [1] * 100
reals = [0.5] * 100
mixed = [1, 0.5] * 50
for i in range(30):
    copy(ints, [2] * 100, 100)
    copy(ints, mixed, 100)
    copy(reals, [0.5] * 100, 100)
    copy(ints, reals, 100)
    print(sum(mixed), sum(reals), reals[99], mixed[97])
    reals = [0.5] * 100
