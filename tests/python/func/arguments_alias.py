def change(l):
    l.append(1)
    l = [2]
    l.append(3)
    return l


a = [0]
print(change(a), a)


def both(x, y):
    x.append(9)
    return y


print(both(a, a))
