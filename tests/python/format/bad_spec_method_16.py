x = "a"
spec = ".2f"
print("before")
print(format(x, spec))
