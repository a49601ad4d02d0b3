print("to a number")
print(int("\u00a0"))
