def f():
    x = [1, 2, 3]
    for y in x:
        x = [y]
        print(x, y)
f()
