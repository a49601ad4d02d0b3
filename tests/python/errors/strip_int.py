def f():
    print("before")
    x = "a".strip(1)
    print("never", x)


print("start")
f()
