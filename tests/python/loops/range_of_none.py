for i in range(0, None):
    print(i)
