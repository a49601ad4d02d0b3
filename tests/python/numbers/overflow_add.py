a = 9223372036854775807
print(a)
a += 1  # bobbin: IntegerOverflow
print(a)
