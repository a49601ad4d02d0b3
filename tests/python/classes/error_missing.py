# an argument is missing
class C:
    def __init__(self, x, y):
        self.x = x
C(1)
