# str, repr and format of instances, where the class has methods for them and where not
class S:
    def __init__(self, x):
        self.x = x
    def __str__(self):
        return "S(" + str(self.x) + ")"
class R:
    def __init__(self, x):
        self.x = x
    def __repr__(self):
        return f"R({self.x!r})"
class Both:
    def __str__(self):
        return "str"
    def __repr__(self):
        return "repr"
class F:
    def __format__(self, spec):
        return "<" + spec + ">"
s = S(S(3))
r = R(R("a"))
b = Both()
print(s, r, b)
print(str(s), str(r), repr(r), str(b), repr(b))
print(s, r, b, sep="|", end="!\n")
print(f"{s} {r} {b} {b!r} {b!s} {F()} {F():>3}")
print("a" + str(r) + format(b))
print(f"{s}")
class Deep:
    def __init__(self, n):
        self.n = n
    def __str__(self):
        return "." if self.n == 0 else str(Deep(self.n - 1)) + "."
print(Deep(40))
