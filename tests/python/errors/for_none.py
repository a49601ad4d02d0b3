def f():
    pass


for i in f():
    print(i)
