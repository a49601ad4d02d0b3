def f(x):
    print("f", x)
    return x


print(max(i for i in range(f(None), f(2.5))))
