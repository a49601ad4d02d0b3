x = 5
spec = ".2"
print("before")
print(format(x, spec))
