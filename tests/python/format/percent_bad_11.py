v = 1
print("before")
print("abc" % v)
