def f(x):
    print("f", x)
    return x


for i in range(f(1), f(4), f(2)):
    print(i)
for i, j in zip(range(f(1), f(True)), enumerate(f("ab"), f(False))):
    print(i, j)
print([x for x in zip(reversed(range(f(2))), reversed(f("ab")), f("xy"))])
