print(int(x="5"))
