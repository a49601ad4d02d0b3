v = None
print("before")
print("%d" % v)
