"a".replace("a", "b", count=1)
