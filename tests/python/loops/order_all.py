def f(x):
    print("f", x)
    return x


print(all(i for n, i in enumerate(f([1]), f("1"))))
