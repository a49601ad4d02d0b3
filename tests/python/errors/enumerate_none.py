for i, x in enumerate(None):
    print(i)
