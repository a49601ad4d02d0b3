v = (1,)
print("before")
print("%*d" % v)
