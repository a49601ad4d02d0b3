for i in [2, 1, 0, 5]:
    print(10 // i)
