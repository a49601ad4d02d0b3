print("a", end="", other=1)
