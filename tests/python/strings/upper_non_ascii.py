print("abc1".upper())
print("é".upper())  # bobbin: ValueError
