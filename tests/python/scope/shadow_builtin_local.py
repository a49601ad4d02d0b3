def f(list):
    return list


def g():
    max = 3
    return max + 1


print(f(4), g(), max(1, 2))
len = 5
print(len)
