x = None
print("a")
x()
