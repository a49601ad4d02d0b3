def f(x):
    print("f", x)
    return x


print([i for j in [1] for i in range(f(j), f(None), f(2))])
