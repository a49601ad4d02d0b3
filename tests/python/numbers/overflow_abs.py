a = -9223372036854775808
print(a)
print(abs(a))  # bobbin: IntegerOverflow
