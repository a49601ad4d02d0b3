# __call__, __getattr__, __setattr__, __delattr__, getattr and the like
class Add:
    def __init__(self, n):
        self.n = n
    def __call__(self, x, *more, k=0):
        return self.n + x + len(more) + k
f = Add(3)
print(f(4), f(4, 5, 6), f(1, k=10), callable(f), callable(3), callable(Add))
class Lazy:
    def __init__(self):
        self.there = 1
    def __getattr__(self, name):
        return name + "?"
l = Lazy()
print(l.there, l.missing, l.other)
class Watch:
    def __setattr__(self, name, value):
        print("set", name, value)
        super().__setattr__(name, value)
    def __delattr__(self, name):
        print("del", name)
w = Watch()
w.x = 1
w.x += 2
print(w.x)
del w.x
print(hasattr(f, "n"), hasattr(f, "m"), getattr(f, "n"), getattr(f, "m", None))
setattr(f, "n", 10)
print(f(1))
print(getattr(f, "__class__").__name__, f.__class__ is Add)
delattr(f, "n")
print(hasattr(f, "n"))
