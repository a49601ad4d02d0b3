def key(k):
    return k
raise KeyError(key('it\'s'))
