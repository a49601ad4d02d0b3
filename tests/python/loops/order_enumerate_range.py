def f(x):
    print("f", x)
    return x


for i, j in enumerate(range(f(1), f("x")), f(1)):
    print(i)
