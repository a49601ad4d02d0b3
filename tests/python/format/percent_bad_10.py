v = 1
print("before")
print("%" % v)
