"a".strip(chars="a")
