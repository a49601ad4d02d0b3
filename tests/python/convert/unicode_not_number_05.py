print("to a number")
print(float("1.\u06f5x"))
