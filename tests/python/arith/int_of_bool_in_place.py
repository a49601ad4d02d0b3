# int(b) of a bool is the same bits as another type: also where the variable gets its own value


def count(flags):
    n = 0
    for flag in flags:
        flag = int(flag)
        n = n * 2 + flag
        print(flag, end=" ")
    return n


def negated(b):
    b = int(not b)
    return b


def same(b):
    b = int(b)
    return b


print(count([True, False, True]))
print(negated(False), negated(True), same(False), same(True))
