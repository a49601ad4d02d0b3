a = -9223372036854775807 - 1
print(a)
print(-a)  # bobbin: IntegerOverflow
