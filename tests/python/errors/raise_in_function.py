def f(x):
    if x < 0:
        raise ValueError("negative: " + str(x))
    return x


print(f(1))
print(f(-1))
