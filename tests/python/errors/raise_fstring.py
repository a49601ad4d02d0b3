n = 3
raise ValueError(f"n is {n}")
