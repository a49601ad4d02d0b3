print(1, end=3)
