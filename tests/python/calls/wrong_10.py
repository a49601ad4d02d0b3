print(ord("a", "b"))
