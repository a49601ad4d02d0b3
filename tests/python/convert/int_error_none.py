x = None
print("a")
print(int(x))
