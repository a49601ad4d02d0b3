for v in [0, 1, -1, 0.0, 0.1, -0.0, "", "0", " ", [], [0], (), (0,), None, True, False, [[]], float("nan")]:
    if v:
        print(v, "true")
    else:
        print(v, "false")
    if not v:
        print("not")
