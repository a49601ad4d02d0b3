v = (1,)
print("before")
print("%s %s" % v)
