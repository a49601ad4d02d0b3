v = (1, 2)
print("before")
print("%d" % v)
