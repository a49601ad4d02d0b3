"a b".split(sep=" ")
