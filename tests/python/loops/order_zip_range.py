def f(x):
    print("f", x)
    return x


for i, j in zip(f(5), range(f(1), f(3.5)), f([1])):
    print(i)
