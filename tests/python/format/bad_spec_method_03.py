x = 5
spec = "s"
print("before")
print(format(x, spec))
