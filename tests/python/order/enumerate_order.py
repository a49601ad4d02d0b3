def f():
    print("f")
    return 3


for i, a in enumerate("ab", f()):
    print(i, a)
for i, a in enumerate(5, f()):
    print(i, a)
