raise IndexError(5)
