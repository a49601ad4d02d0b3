def f():
    return nothing_of_that_name


print("start")
f()
