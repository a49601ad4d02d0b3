print(1)
print(min([], key=lambda v: v))
