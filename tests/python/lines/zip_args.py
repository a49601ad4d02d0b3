for i in zip(
        'ab',
        1.5
):
    pass
