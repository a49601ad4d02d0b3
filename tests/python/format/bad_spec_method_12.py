x = (1,)
spec = "d"
print("before")
print(format(x, spec))
