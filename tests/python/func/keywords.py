def f(a, b, c, d):
    return f"{a}{b}{c}{d}"


print(f(1, 2, 3, 4), f(d=1, c=2, b=3, a=4), f(1, d=2, b=3, c=4), f(1, 2, c=3, d=4))
