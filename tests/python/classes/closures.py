# classes in functions, methods with closures, defaults, keywords, nested functions, mangled names
def make(n):
    class Adder:
        step = n
        def __init__(self, start=0, *, by=1):
            self.value = start
            self.by = by
        def add(self, x):
            def inner():
                return x * n + self.by
            self.value += inner()
            return self
        def get(self):
            return self.value
    return Adder
A, B = make(2), make(10)
print(A(1).add(3).get(), B(1, by=5).add(3).get(), A.step, B.step)
class Private:
    __hidden = 5
    def __init__(self):
        self.__x = 1
    def __secret(self):
        return self.__x + self.__hidden
    def get(self):
        return self.__secret()
class Sub(Private):
    def __init__(self):
        super().__init__()
        self.__x = 100
    def both(self):
        return self.__x, self._Private__x
print(Private().get(), Sub().get(), Sub().both(), Private()._Private__hidden)
class Body:
    xs = [1, 2, 3]
    total = 0
    for x in xs:
        total += x
    if total > 5:
        big = True
    else:
        big = False
    def f(self, y=total):
        return y
print(Body.total, Body.big, Body().f(), Body.x)
x = "module"
class Names:
    y = x
    x = "class"
    z = x
    def f(self):
        return x
print(Names.y, Names.x, Names.z, Names().f())
def outer():
    log = []
    class Inner:
        def note(self, what):
            log.append(what)
            return len(log)
    i = Inner()
    i.note("a")
    return i.note("b"), log
print(outer())
m = A(5).add
m(1)
m(2)
print(m(3).get())
methods = [A(i).get for i in range(3)]
print([f() for f in methods])
print("end")
