print("index")
print(range(1, 9, 2).index(4))
