print(sum([2], None))
