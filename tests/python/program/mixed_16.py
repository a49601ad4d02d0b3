print(sorted(zip("ba", "cd")), sum(range(4)), min(enumerate("ba")), tuple(zip([1],[2])), any(range(3)))
