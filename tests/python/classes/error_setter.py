# a property without a setter
class C:
    @property
    def p(self):
        return 1
c = C()
print(c.p)
c.p = 2
