print([x for x in range(3)], len([x for x in range(10) if x % 2]))
