x = 0
print("a")
print(f"{x}"
      f"{1 // x}")
