print(round(number=1))
