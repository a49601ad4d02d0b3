print("to a number")
print(int("٠١", 0))
