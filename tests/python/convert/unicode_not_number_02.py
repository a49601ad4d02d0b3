print("to a number")
print(int("١é"))
