for i in enumerate(
        'ab',
        1.5
):
    pass
