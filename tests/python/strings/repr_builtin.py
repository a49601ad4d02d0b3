print(repr(1), repr(1.5), repr("a"), repr([1, "b"]), repr(None), repr(True), repr((1,)), repr(""))
print(format(5), format(5, "03d"), format(2.5, ".2f"), format("a", ">3"), format(255, "x"))
print(str(1) + str(1.0) + str("s") + str(None))
