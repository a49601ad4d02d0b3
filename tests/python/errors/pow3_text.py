print(pow(2, 'a', 3))
