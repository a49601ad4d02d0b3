# no such attribute of a class
class C:
    x = 1
print(C.x)
print(C.y)
