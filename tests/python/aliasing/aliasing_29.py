def swap(p):
    a, b = p
    return b, a
print(swap((1, [2])), swap(swap(("x", [1]))))
