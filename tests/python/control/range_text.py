def f(n):
    for i in range(n):
        print(i)


f(2)
f("3")
