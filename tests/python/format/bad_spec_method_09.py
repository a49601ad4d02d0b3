x = "a"
spec = ","
print("before")
print(format(x, spec))
