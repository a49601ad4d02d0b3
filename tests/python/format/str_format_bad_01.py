print("before")
print("{}".format())
