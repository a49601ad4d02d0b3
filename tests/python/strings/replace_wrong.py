print("a".replace("a", "b"))
print("a".replace("a", 1))
