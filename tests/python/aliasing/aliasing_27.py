def f():
    t = "x" * 3
    u = f"{t}!"
    t = u
    u = ""
    return t
print(f())
