v = 1
print("before")
print("%(a)s" % v)
