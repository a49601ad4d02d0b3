print(5 in range(1, 5, 0))
