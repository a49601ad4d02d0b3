print("to a number")
print(int("٩", 8))
