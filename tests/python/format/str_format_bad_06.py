print("before")
print("{:d}".format("a"))
