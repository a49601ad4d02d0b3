print(round(1.5))
print(round(float("inf")))  # bobbin: IntegerOverflow
