for a in reversed(5):
    print(a)
