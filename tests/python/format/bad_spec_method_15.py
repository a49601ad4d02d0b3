x = 5
spec = "10.2d"
print("before")
print(format(x, spec))
