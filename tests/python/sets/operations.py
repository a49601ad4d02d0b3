seed = 12345
def rnd(n):
    global seed
    seed = (seed * 1103515245 + 12345) % 2147483648
    return (seed // 65536) % n
def val():
    k = rnd(6)
    if k == 0:
        return "s" + str(rnd(40))
    if k == 1:
        return rnd(30) * 0.5
    if k == 2:
        return (rnd(6), "t" + str(rnd(3)))
    if k == 3:
        return rnd(1000) * 37 - 500
    return rnd(60)
def some(n):
    s = set()
    for i in range(rnd(n) + 1):
        s.add(val())
    return s
sets = [some(5), some(20), some(60), set(), some(200)]
total = 0
for step in range(400):
    i = rnd(5)
    j = rnd(5)
    a = sets[i]
    b = sets[j]
    op = rnd(22)
    if op == 0:
        sets[i] = a | b
    elif op == 1:
        sets[i] = a & b
    elif op == 2:
        sets[i] = a - b
    elif op == 3:
        sets[i] = a ^ b
    elif op == 4:
        a |= some(9)
    elif op == 5:
        a -= b
    elif op == 6:
        a ^= b
    elif op == 7:
        a &= b
    elif op == 8:
        if a:
            print(a.pop())
    elif op == 9:
        for k in range(rnd(30)):
            a.add(val())
    elif op == 10:
        for k in range(rnd(30)):
            a.discard(val())
    elif op == 11:
        a.update([val() for k in range(rnd(20))])
    elif op == 12:
        sets[i] = set(b)
    elif op == 13:
        sets[i] = b.copy()
    elif op == 14:
        a.difference_update([val() for k in range(rnd(20))])
    elif op == 15:
        a.intersection_update(list(b) + [val()])
    elif op == 16:
        a.symmetric_difference_update([val(), val()])
    elif op == 17:
        print(a <= b, a < b, a == b, a >= b, a.isdisjoint(b), a.issubset(b), a.issuperset([1, 2]))
    elif op == 18:
        sets[i] = {val() for k in range(rnd(40))}
    elif op == 19:
        if rnd(4) == 0:
            a.clear()
    elif op == 20:
        sets[i] = set({val(): 1 for k in range(rnd(20))})
    else:
        sets[i] = a.union(b, [val(), val()])
    total += len(sets[i])
    print(step, op, sets[i])
print(total, frozenset(sets[0]), hash(frozenset([1, 2, 3])), hash(frozenset()), hash(frozenset(["a", "b", (1, 2)])))
