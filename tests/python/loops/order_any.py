def f(x):
    print("f", x)
    return x


print(any(i for i in range(f(0), f(2), f(1.0))))
