from __future__ import annotations


def a(x: nothing[1 / 0], y: print('never') = 2) -> {x: y for x in z}:
    return y


v: undefined = 3
w: print('never')
print(a(1), v)
