print(",".join(str(i) for i in range(4)), sorted(-x for x in [1, 2]), list(x for x in "ab"), tuple(x for x in ()))
