def f(*, b, c=1):
    return b


print(f(b=1))
f(c=2)
