print("to a number")
print(int("²"))
