def f(x):
    print("f", x)
    return x


for i in range(f(1), f("a"), f(None)):
    print(i)
