def f(x):
    print("f", x)
    return x


print(list(range(f(1.5), f(3))))
