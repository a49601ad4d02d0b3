x = 1.5
spec = "c"
print("before")
print(format(x, spec))
