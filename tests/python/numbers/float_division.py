for a in [7.5, -7.5, 2.0, -2.0, 0.0, -0.0, 1e300, 0.1]:
    for b in [2.0, -2.0, 0.7, -0.7, 3]:
        print(a, b, a // b, a % b, a / b, divmod(a, b))
