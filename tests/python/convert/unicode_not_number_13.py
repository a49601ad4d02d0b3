print("to a number")
print(float("−1.5"))
