print("index")
print(range(3).index(1.5))
