def f(flag):
    t = [1] if flag else [2]
    u = t or [3]
    t = []
    return u, t
print(f(True), f(False))
