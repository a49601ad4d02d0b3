print(float(1))
print(float([1]))
