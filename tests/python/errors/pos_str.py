def f():
    print("before")
    x = +"a"
    print("never", x)


print("start")
f()
