print("index")
print(range(2, 5).index(False))
