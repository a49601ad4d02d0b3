print(int("7", 8))
print(int("8", 8))
