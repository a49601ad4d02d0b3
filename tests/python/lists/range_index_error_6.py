print("index")
print(range(3).index(None))
