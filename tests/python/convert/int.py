print(int(3.9), int(-3.9), int("42"), int(" 42 "), int("-7"), int("+7"), int("1_000"), int(True), int("0"), int("007"), int(1e10))
print(int("ff", 16), int("0xff", 16), int("101", 2), int("0b101", 2), int("0o17", 8), int("z", 36), int("0x1f", 0), int("10", 0), int("-ff", 16), int("FF", base=16))
print(int("\n5\t"), int(0.0), int(-0.5), int("12", 3))
