print("a")
print("b", end="")
