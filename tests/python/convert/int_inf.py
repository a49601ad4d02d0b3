print(int(1.5))
print(int(float("inf")))  # bobbin: IntegerOverflow
