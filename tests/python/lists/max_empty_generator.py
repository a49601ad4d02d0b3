print("x")
print(max(x for x in []))
