print("before")
print("{:.2".format(1.5))
