print("to a number")
print(float("\u00a0"))
