# a class without __init__ takes no arguments
class C:
    pass
C(3)
