y = 1 + max(
    x
    for x
    in ['a', 1]
)
