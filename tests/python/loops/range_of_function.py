def f(x):
    print("f", x)
    return x


for i in range(f):
    print(i)
