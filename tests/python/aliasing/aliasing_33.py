def f():
    a = ["p", "q"]
    b = a.copy()
    a.clear()
    c = list(b)
    b = None
    return c
print(f())
