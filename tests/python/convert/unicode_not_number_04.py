print("to a number")
print(int("1\u00a02"))
