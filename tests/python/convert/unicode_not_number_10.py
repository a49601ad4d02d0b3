print("to a number")
print(int("Ⅷ"))
