raise ValueError("é€")
