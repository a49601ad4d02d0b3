v = 1
print("before")
print("%5" % v)
