# __init__ returns something
class C:
    def __init__(self):
        return 5
C()
