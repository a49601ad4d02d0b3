def f():
    print("before")
    x = undefined_function(1)
    print("never", x)


print("start")
f()
