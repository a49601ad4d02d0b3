x = [1]
spec = "5"
print("before")
print(format(x, spec))
