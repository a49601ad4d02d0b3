print("before")
print("{1}".format(1))
