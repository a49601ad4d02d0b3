print(sum([1, 2]))
print(sum([9223372036854775807, 1]))  # bobbin: IntegerOverflow
