# no such attribute
class C:
    def __init__(self):
        self.x = 1
c = C()
print(c.x)
c.y
