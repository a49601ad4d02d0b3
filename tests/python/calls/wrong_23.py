x = [1]
x.index(value=1)
