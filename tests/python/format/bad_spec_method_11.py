x = None
spec = ">5"
print("before")
print(format(x, spec))
