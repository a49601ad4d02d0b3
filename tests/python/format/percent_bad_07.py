v = -1
print("before")
print("%c" % v)
