def f():
    print("before")
    x = "a".startswith(1)
    print("never", x)


print("start")
f()
