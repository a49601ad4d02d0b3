print(range(5)['a'])
