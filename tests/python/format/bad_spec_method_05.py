x = 1.5
spec = "x"
print("before")
print(format(x, spec))
