import math
from math import sqrt, floor as fl
import sys
def f(x=lambda v: math.sqrt(v), *, y=lambda v: fl(v)):
    return x(16) + y(2.5)
g = lambda x: sqrt(x) + fl(x) + math.pi + f()
print(g(4), f())
t = [[3, "c"], [1, "a"]]
pick = lambda r: r[0]
for r in t:
    print(pick(r), (lambda s: s.upper())(r[1]))
t[(lambda: 0)()] = 5
t[(lambda: 1)()][(lambda: 0)()] += 6
del t[(lambda: 0)()]
print(t)
def rec(n):
    return (lambda m: 1 if m == 0 else m * rec(m - 1))(n)
print(rec(6))
def mk():
    global K
    K = 3
    return lambda: K
print(mk()())
def loop():
    out = []
    for i in range(3):
        row = (lambda a, b: [a, b])(i, i)
        out.append(row)
        row = (lambda a: a + [1])(row)
        out.append(row)
    return out
print(loop())
class_ = lambda self: self


t = [1, 2]
t[[0 for _ in t][0]] += 5
t[[i for i in [1]][0]] -= len([j for j in t])
print(t)
