def kind(n):
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    elif n < 10:
        return "small"
    elif n < 100:
        if n % 2:
            return "odd middle"
        return "even middle"
    else:
        return "large"


for n in [-5, 0, 7, 55, 56, 1000]:
    print(n, kind(n))
