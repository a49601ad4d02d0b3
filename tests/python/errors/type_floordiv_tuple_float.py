def f(a, b):
    print("in f")
    return a // b


x = (1,)
print(x)
print(f(x, 2.5))
print("never")
