print(ord("a"))
print(ord(5))
