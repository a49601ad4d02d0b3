def f(a, b):
    print("in f")
    return a << b


x = None
print(x)
print(f(x, 5))
print("never")
