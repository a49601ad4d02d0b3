print(abs())
