def call(x):
    return x()


print("a")
call(5)
