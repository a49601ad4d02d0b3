for a, b in zip(
    [1],
    4,
):
    print(a)
