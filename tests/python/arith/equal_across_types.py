values = [0, 1, 1.0, True, False, None, "", "1", [], [1], (), (1,), 0.0, -1, "True", [True], (1.0,)]
for a in values:
    print(a, [1 if a == b else 0 for b in values], [1 if a != b else 0 for b in values])
    print([1 if a in [b] else 0 for b in values], values.index(a), values.count(a))
