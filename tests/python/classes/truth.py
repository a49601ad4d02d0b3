# truth by __bool__ and by __len__
class T:
    def __init__(self, v):
        self.v = v
    def __bool__(self):
        return self.v
class L:
    def __init__(self, n):
        self.n = n
    def __len__(self):
        return self.n
class N:
    pass
for x in (T(True), T(False), L(0), L(3), N()):
    print(bool(x), not x, 1 if x else 2, (x and 5) == 5, type(x or 7).__name__)
    while x:
        print("in")
        break
    if not x:
        print("not")
print(all([1, 2]), T(True) and T(False) and 3 or 4)
print(len(L(0)), len(L(12)))
