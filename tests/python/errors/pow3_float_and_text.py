print(pow('a', 2, 1.5))
