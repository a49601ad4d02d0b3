raise KeyError('')
