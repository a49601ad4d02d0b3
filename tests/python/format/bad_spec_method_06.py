x = "a"
spec = "d"
print("before")
print(format(x, spec))
