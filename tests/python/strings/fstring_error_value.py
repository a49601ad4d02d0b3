print("a")
print(f"{1 / 0}")
