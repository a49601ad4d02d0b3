print(float(3), float("2.5"), float(" 1e3 "), float("-.5"), float("inf"), float("-Infinity"), float("NaN"), float("1_0.0"), float(True), float("5."), float("+1.5E-3"))
print(float("1e400"), float("-1e400"), float("1e-400"), float("123456789012345678901234567890"))
