def f(a, b):
    print("in f")
    return a // b


x = "a"
print(x)
print(f(x, 5))
print("never")
