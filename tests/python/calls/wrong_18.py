[1].append()
