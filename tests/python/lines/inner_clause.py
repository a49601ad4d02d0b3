y = [
    x
    for z
    in [1]
    for x in
    z
]
