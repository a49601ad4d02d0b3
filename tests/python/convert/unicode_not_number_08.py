print("to a number")
print(int("\x1f1\u00a0"))
