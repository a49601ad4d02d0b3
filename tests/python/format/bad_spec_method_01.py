x = 5
spec = "q"
print("before")
print(format(x, spec))
