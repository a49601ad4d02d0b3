print(sorted([1, 2], key=lambda v: v))
sorted([1, "a"], key=lambda v: v)
