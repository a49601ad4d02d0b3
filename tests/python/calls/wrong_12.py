print(max())
