def f():
    print("before")
    x = undefined_name
    print("never", x)


print("start")
f()
