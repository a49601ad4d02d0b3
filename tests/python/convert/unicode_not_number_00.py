print("to a number")
print(float("一"))
