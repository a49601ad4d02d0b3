# an instance that can't be called
class C:
    pass
C()()
