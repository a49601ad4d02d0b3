del (
    q)
