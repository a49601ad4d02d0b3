d = dict([1])
