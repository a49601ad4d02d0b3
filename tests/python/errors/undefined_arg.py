def f():
    print("before")
    x = len(undefined_name)
    print("never", x)


print("start")
f()
