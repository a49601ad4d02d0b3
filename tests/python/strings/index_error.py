print("abc".index("c"))
print("abc".index("x"))
