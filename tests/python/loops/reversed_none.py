def f(x):
    print("f", x)
    return x


for i in reversed(f(None)):
    print(i)
