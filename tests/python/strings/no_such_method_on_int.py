def f(x):
    return x.upper()


print(f("a"))
print(f(5))
