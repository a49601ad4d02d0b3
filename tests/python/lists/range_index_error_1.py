print("index")
print(range(3).index(True + 4))
