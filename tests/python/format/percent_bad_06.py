v = "ab"
print("before")
print("%c" % v)
