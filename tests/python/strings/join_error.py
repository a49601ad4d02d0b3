print("".join(["a"]))
print("".join(["a", 1]))
