print("before")
print("{!z}".format(1))
