print("to a number")
print(int("\ufeff1"))
