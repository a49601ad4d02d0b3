def ident(x):
    return x


l = [1]
m = ident(l)
m.append(2)
print(l, m is l)
print(ident(ident)(3))
s = ident("abc")
print(s + s)


def first(x, y):
    return x


def second(x, y):
    return y


a = [1]
b = [2]
first(a, b).append(5)
second(a, b).append(6)
print(a, b)
