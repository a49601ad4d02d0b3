def sign(x):
    return "neg" if x < 0 else "zero" if x == 0 else "pos"


print(sign(-1), sign(0), sign(1))
print((1 if True else 2) + (3 if False else 4))
print([i if i % 2 else -i for i in range(5)])
x = 5
y = (x > 3 and "big") or "small"
print(y, x > 3 or "no", x < 3 and "yes")
