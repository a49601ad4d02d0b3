l = [1, "a", 2.5]
t = (1,)
print(f"{l}|{t}|{None}|{l!r:>20}|{t!s:<8}|{[]}|{()}|{str(None):>6}|{l[1]:>3}")
print("{}|{}|{!r}|{!s:>10}".format(l, t, "q", t))
