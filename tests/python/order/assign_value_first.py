def say(x):
    print("eval", x)
    return x


a = [0, 0]
a[say(0)] = say(5)
a[say(1)] = a[say(0)]
x = y = a[say(1)] = say(7)
print(a, x, y)
b = [[1, 2], [3, 4]]
b[say(0)][say(1)] = say(8)
print(b)
