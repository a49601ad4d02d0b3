print(True + True, True * 5, False - 1, True / 2, -True, +True, True // 1, True % 2, abs(True), int(True), float(True), str(True))
print(True == 1, True is True, isbool if False else "-", bool(5), bool(""), bool([0]), bool(None), bool(0.0))
print(sum([True, False, True]), [1, 2][True], "ab"[False], True and 5, False or "x", not True)
print(max(True, 2), min(True, 0), sorted([True, False]), round(True), divmod(True, 1), True < False)
