s = ""
raise ValueError(s)
