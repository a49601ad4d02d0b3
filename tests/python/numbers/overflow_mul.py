def f(n):
    r = 1
    for i in range(1, n + 1):
        r = r * i
        print(i, r)
    return r


print(f(20))
x = 4294967296
print(x * x)  # bobbin: IntegerOverflow
