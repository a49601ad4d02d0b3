def f():
    s = "x" + "y"
    l = s.split()
    m = list(s)
    k = sorted([s])
    j = sum([[s]], [])
    s = "n" + "m"
    return l, m, k, j
print(f())
