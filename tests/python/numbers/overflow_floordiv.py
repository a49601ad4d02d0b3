a = -9223372036854775808
print(a // 1)
print(a // -1)  # bobbin: IntegerOverflow
