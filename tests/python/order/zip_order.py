def f():
    print("f")
    return [1]


for a, b in zip([1, 2], f()):
    print(a, b)
for i, (a, b) in enumerate(zip(f(), [k for k in range(3)]), 5):
    print(i, a, b)
for a, b in zip(1e16, f()):
    print(a)
