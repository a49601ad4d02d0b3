q, r = divmod("%d", 3)
