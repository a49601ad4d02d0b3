x = print("b", end="")
print(x)
