for a, *b in [None]:
    pass
