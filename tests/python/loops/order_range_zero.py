def f(x):
    print("f", x)
    return x


for i in range(f(1), f(2), f(0)):
    print(i)
