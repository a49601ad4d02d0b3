v = 1
print("before")
print("%q" % v)
