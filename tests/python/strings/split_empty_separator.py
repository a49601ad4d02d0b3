print("a".split("a"))
print("a".split(""))
