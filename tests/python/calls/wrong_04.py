print(str(b=1))
