for a, *b, c in [(1, 2), (1,)]:
    print(a, b, c)
