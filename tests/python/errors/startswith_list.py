def f():
    print("before")
    x = "a".startswith(["a"])
    print("never", x)


print("start")
f()
