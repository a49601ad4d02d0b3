v = 1.5
print("before")
print("%x" % v)
