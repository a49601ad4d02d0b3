def f(n):
    if n > 0:
        def g():
            return "positive"
    else:
        def g():
            return "other"
    return g()


print(f(1), f(0))
