def f(x):
    print("f", x)
    return x


for i, j in enumerate(f(5), f(1)):
    print(i)
