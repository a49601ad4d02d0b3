print(int(1e18))
print(int(1e19))  # bobbin: IntegerOverflow
