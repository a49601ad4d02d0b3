def f(a, b):
    return 1 if b + 1 < a else 2  # bobbin: IntegerOverflow


print(f(1, 2 ** 62 + (2 ** 62 - 1)))
