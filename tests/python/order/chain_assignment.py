def say(x):
    print("eval", x)
    return x


a = b = c = say([1])
b.append(2)
print(a, b, c, a is c)
x = (y, z) = say((1, 2))
print(x, y, z)
i = l = [0, 1]
print(i is l)
l = [0, 0]
i = 0
i = l[i] = 1
print(i, l)
