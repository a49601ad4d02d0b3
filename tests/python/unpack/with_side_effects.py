log = []


def note(x):
    log.append(x)
    return x


a, b, c = note(1), note(2), note(3)
(d, e), f = (note(4), note(5)), note(6)
print(a, b, c, d, e, f, log)
x = y, z = note(7), note(8)
print(x, y, z, log)
