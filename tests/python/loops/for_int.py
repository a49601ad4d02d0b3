def f(x):
    print("f", x)
    return x


for i in f(5):
    print(i)
