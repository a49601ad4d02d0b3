x = 3
assert (x
        and
        (x
         ==
         2)
        and x), (
    'm')
