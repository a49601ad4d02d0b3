print("to a number")
print(float("½"))
