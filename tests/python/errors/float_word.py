def f():
    print("before")
    x = float("abc")
    print("never", x)


print("start")
f()
