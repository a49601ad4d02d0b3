for i in range(
        1,
        'a'
):
    pass
