x = 5
assert x == 6, x
