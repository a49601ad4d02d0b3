print(range(5)[-6])
