for a, b in zip([1], 5):
    print(a)
