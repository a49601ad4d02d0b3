def f():
    print("before")
    x = "abc".index("z")
    print("never", x)


print("start")
f()
