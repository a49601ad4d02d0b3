print("before")
print("}".format(1))
