# too many arguments of a method
class C:
    def m(self, a):
        return a
print(C().m(1))
C().m(1, 2)
