def f(x):
    x.append(1)


f([])
f("abc")
