def f():
    print("before")
    x = int("abc")
    print("never", x)


print("start")
f()
