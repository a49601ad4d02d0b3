print("to a number")
print(int("\u200b1"))
