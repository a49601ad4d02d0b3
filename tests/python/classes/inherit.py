# several bases, the order of C3, super through it, isinstance and issubclass
class A:
    name = "A"
    def who(self):
        return ["A"]
    def only_a(self):
        return self.name
class B(A):
    name = "B"
    def who(self):
        return ["B"] + super().who()
class C(A):
    name = "C"
    def who(self):
        return ["C"] + super().who()
class D(B, C):
    def who(self):
        return ["D"] + super().who()
class E(D):
    pass
d = D()
e = E()
print(d.who(), e.who(), B().who(), C().who())
print(d.name, e.name, e.only_a(), E.name)
print(isinstance(e, A), isinstance(e, (int, C)), isinstance(A(), B), isinstance(e, E))
print(issubclass(E, A), issubclass(A, E), issubclass(E, (C, E)), issubclass(A, A))
B.name = "patched"
print(d.name, e.name, A.name)
e.name = "own"
print(e.name, E.name)
del e.name
print(e.name)
A.later = lambda self, x: (self.name, x)
print(d.later(1), e.later(2))
class Base:
    def __init__(self, x, *rest, k=3):
        self.x = x
        self.rest = rest
        self.k = k
class Child(Base):
    def __init__(self, *values):
        super().__init__(*values, k=7)
        self.values = values
c = Child(1, 2, 3)
print(c.x, c.rest, c.k, c.values)
b = Base(x=1)
print(b.x, b.rest, b.k)
class Shape:
    def area(self):
        return 0
    def describe(self):
        return "%s %d" % (type(self).__name__, self.area())
class Square(Shape):
    def __init__(self, side):
        self.side = side
    def area(self):
        return self.side ** 2
print([s.describe() for s in (Shape(), Square(3), Square(4))])
class Stack:
    def __init__(self):
        self.items = []
    def push(self, x):
        self.items.append(x)
        return self
    def pop(self):
        return self.items.pop()
    def size(self):
        return len(self.items)
s = Stack().push(1).push("two").push([3])
print(s.pop(), s.pop(), s.size())
class Counter:
    total = 0
    def __init__(self):
        self.n = 0
    def step(self, by=1):
        self.n += by
        Counter.total += by
        return self.n
cs = [Counter() for _ in range(3)]
for i in range(10):
    cs[i % 3].step(i)
print([c.n for c in cs], Counter.total)
