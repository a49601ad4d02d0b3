for a, b in zip(3, nothing):
    print(a)
