def say(x):
    print("eval", x)
    return x


a = [0, 0, 0]
a[say(0)], a[say(1)], a[say(2)] = say(1), say(2), say(3)
print(a)
a[say(2)], (a[say(1)], a[say(0)]) = say(4), (say(5), say(6))
print(a)
i = 0
i, a[i] = 1, "set"
print(i, a)
i = 0
a[i], i = "first", 2
print(i, a)
