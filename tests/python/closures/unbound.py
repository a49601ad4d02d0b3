def unbound():
    def q():
        return z
    if False:
        z = 1
    return q()
unbound()
