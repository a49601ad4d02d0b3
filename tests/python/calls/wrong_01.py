print(sum([1], begin=2))
