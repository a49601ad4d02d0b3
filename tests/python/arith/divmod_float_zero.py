q, r = divmod(1.5, 2.0)
q, r = divmod(q + 0.5, r - r)
