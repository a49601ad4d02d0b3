def f(x):
    print("f", x)
    return x


print([i for i in range(f([1]), f(3))])
