print(pow(2.5, 2, None), pow(2.5, 'a', 3))
