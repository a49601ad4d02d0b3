# methods, class attributes, inheritance, super, properties, static and class methods
class Node:
    """doc"""
    count = 0
    def __init__(self, value, next=None):
        self.value = value
        self.next = next
        Node.count += 1
    def total(self):
        t = 0
        n = self
        while n is not None:
            t += n.value
            n = n.next
        return t
    def __str__(self):
        return "Node(" + str(self.value) + ")"

class Special(Node):
    def __init__(self, value, extra, next=None):
        super().__init__(value, next=next)
        self.extra = extra
    def total(self):
        return super().total() + self.extra
    @property
    def double(self):
        return self.value * 2
    @double.setter
    def double(self, v):
        self.value = v // 2
    @staticmethod
    def make(x):
        return Special(x, 1)
    @classmethod
    def create(cls, *args):
        return cls(*args)

a = Node(1)
b = Node(2, a)
c = Special(3, 10, next=b)
print(a.total(), b.total(), c.total())
print(a, b, c)
print(Node.count, Special.count, c.count)
c.double = 20
print(c.double, c.value)
print(isinstance(c, Node), isinstance(a, Special), isinstance(3, int), isinstance(3, (str, Node)), isinstance(a, (str, Node)), isinstance("x", (str, Node)))
print(type(c).__name__, type(3).__name__, type(a) is Node, type(3) is int)
d = Special.make(5)
print(d.extra, d.total())
e = Special.create(5, 7)
print(e.total(), f"{e} {e.extra:>5}")
m = a.total
print(m())
print(Node.__doc__, Node.__name__)
print(hasattr(a, "value"), hasattr(a, "zip"), getattr(a, "zap", 4))
setattr(a, "value", 9)
print(a.value)
class P:
    def __init__(self): self.__x = 1
    def get(self): return self.__x
print(P().get())
xs = []
for i in range(3):
    xs.append(Node(i))
print(sum(n.value for n in xs), len(xs))
a.value += 1
print(a.value)
