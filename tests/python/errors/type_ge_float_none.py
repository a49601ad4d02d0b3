def f(a, b):
    print("in f")
    return a >= b


x = 2.5
print(x)
print(f(x, None))
print("never")
