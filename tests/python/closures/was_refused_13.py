def f(a):
    return lambda b: a + b
