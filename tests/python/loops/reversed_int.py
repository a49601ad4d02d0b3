for i in reversed(5):
    print(i)
