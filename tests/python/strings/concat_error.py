n = 5
print("a" + "b")
print("n = " + n)
