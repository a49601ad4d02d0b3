print(int("123"))
print(int("9223372036854775808"))  # bobbin: IntegerOverflow
