print(len(range(1.5)))
