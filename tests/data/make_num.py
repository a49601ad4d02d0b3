#!/usr/bin/python3
"""Writes tests/data/num.txt: what CPython makes of every pair of edge numbers, for
tests/unit/test_num.c. A row is

    A B   A+B A-B A*B A/B A//B A%B A**B   A<<B A>>B A&B A|B A^B   LESS EQUAL

Ints are decimal, floats the hex of their bits after an f, errors their kind in Bobbin's
words; - stands for what is not defined on floats, LESS and EQUAL are 0 or 1.

Run from the repository's root."""

import operator
import struct

BIG = 2**63
INTS = [0, 1, -1, 2, -2, 3, -7, 62, 63, 64, 10, 2**31, 2**53 - 1, 2**53 + 1, -(2**53) - 1]
INTS += [BIG - 1, BIG - 512, -BIG, -BIG + 1, 3037000500]
FLOATS = [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 2.5, -7.25, 3.0, 2.0**53, 2.0**63, -(2.0**63), 1e300]
FLOATS += [-1e300, 5e-324, -5e-324, 2.2250738585072014e-308, 1e-5, float("inf"), -float("inf"), float("nan")]


def text(x):
    if isinstance(x, complex):
        return "ValueError"
    if isinstance(x, float):
        return "f%016x" % struct.unpack("<Q", struct.pack("<d", x))[0] if x == x else "fnan"
    return str(int(x)) if -BIG <= x < BIG else "IntegerOverflow"


def too_large_to_try(op, a, b):
    if not isinstance(a, int) or not isinstance(b, int):
        return False
    return op is operator.lshift and b > 64 and a != 0 or op is operator.pow and b > 64 and abs(a) > 1


def result(op, a, b):
    if too_large_to_try(op, a, b):
        return "IntegerOverflow"
    try:
        return text(op(a, b))
    except ZeroDivisionError:
        return "DivisionByZero"
    except (OverflowError, ValueError):
        return "ValueError"
    except TypeError:
        return "-"


def main():
    arithmetic = [operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv]
    arithmetic += [operator.mod, operator.pow, operator.lshift, operator.rshift]
    arithmetic += [operator.and_, operator.or_, operator.xor]
    with open("tests/data/num.txt", "w") as out:
        for a in INTS + FLOATS:
            for b in INTS + FLOATS:
                row = [text(a), text(b)] + [result(op, a, b) for op in arithmetic]
                print(*row, int(a < b), int(a == b), file=out)


if __name__ == "__main__":
    main()
