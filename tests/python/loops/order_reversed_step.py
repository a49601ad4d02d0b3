def f(x):
    print("f", x)
    return x


for i in reversed(range(f(1), f(3), f(0))):
    print(i)
