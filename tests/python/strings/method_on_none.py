def f(x):
    return x.append(1)


print(f([]))
f(None)
