# > on mixed values
def op(a, b):
    return a > b


groups = [[1, -1, 0, 2.5, True, False, -0.0, 1e20, 9223372036854775807, float("inf"), float("nan")],
          ["", "a", "b", "ab", "B", "é"],
          [[], [1], [1, 2], [2], [1.0], [[1]]][:5],
          [(), (1,), (1, 2), (0, 9), (1.5,)]]
for group in groups:
    for a in group:
        row = []
        for b in group:
            row.append(1 if op(a, b) else 0)
        print(a, row)
