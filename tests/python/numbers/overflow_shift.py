print(1 << 62)
print(1 << 63)  # bobbin: IntegerOverflow
