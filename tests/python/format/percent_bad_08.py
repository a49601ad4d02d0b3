v = "x"
print("before")
print("%f" % v)
