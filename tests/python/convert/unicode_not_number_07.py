print("to a number")
print(int("1\x7f\u00a0"))
