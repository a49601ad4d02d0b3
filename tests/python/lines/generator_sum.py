y = sum(
    x
    for x
    in ['a', 1]
)
