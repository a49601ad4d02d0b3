print([i for i in range(3)][-1], "abc"[1:][0], (1, 2)[0], [1, 2].pop(), "a b".split()[1])
