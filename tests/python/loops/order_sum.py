def f(x):
    print("f", x)
    return x


print(sum(i for i in range(f(1), f(2.5))))
