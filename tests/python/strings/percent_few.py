print("%d" % 1)
print("%d %d" % (1,))
