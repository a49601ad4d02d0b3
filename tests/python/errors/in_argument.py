print("a")
print(1, 2,
      [3][1])
