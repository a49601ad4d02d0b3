x = 1.5
spec = "d"
print("before")
print(format(x, spec))
