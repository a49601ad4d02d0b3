def f():
    print("before")
    x = 1 + undefined_name * 2
    print("never", x)


print("start")
f()
