def f(x):
    print("f", x)
    return x


for i, j in zip(range(f(1.5), f(3)), f([1])):
    print(i)
