def f(x):
    print("f", x)
    return x


for i in reversed(range(f(1.5), f(3))):
    print(i)
