print(print("a"))
