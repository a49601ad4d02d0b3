l = [3, 1, "a"]
print("x")
l.sort()
