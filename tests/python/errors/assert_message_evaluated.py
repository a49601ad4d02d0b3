def m():
    print("m")
    return "text"


assert True, m()
assert False, m()
