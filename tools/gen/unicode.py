#!/usr/bin/python3
"""Writes core/machine/text/unicode.inc: where printability changes, by CPython's str.isprintable; or
core/machine/text/unicode_zeros.inc: the first digits of ten that CPython's int() takes; or
core/machine/text/unicode_classes.inc: what the methods of strings that begin with "is" tell apart.

    tools/gen/unicode.py > core/machine/text/unicode.inc
    tools/gen/unicode.py zeros > core/machine/text/unicode_zeros.inc
    tools/gen/unicode.py classes > core/machine/text/unicode_classes.inc

The tables are those of CPython 3.11 (Unicode 14), whose repr() and int() are the contract: to be
run with that version alone."""

import sys
import unicodedata

WIDTH = 100


def changes():
    printable = False
    for point in range(sys.maxunicode + 1):
        if chr(point).isprintable() != printable:
            printable = not printable
            yield point


def zeros():
    points = range(sys.maxunicode + 1)
    found = [point for point in points if unicodedata.decimal(chr(point), None) == 0]
    digits = [unicodedata.decimal(chr(zero + i), None) for zero in found for i in range(10)]
    assert digits == list(range(10)) * len(found)
    assert len(digits) == sum(unicodedata.decimal(chr(point), None) is not None for point in points)
    return found


def classes():
    """Where the classes of code points change: the point, shifted, with a bit for each class."""
    before = 0
    for point in range(sys.maxunicode + 1):
        c = chr(point)
        tests = [c.isalpha(), c.isdecimal(), c.isdigit(), c.isnumeric(), c.isupper(), c.islower(),
                 unicodedata.category(c) == "Lt", c.isidentifier(), ("a" + c).isidentifier()]
        bits = sum(test << i for i, test in enumerate(tests))
        if bits != before:
            yield point << len(tests) | bits
            before = bits


def write(points):
    line = ""
    for point in points:
        item = f"{point:#x},"
        if len(line) + len(item) > WIDTH:
            print(line)
            line = ""
        line += item
    print(line)


def main():
    if sys.version_info[:2] != (3, 11):
        sys.exit("unicode.py: CPython 3.11 is needed")
    if sys.argv[1:] == ["zeros"]:
        print("/* Made by tools/gen/unicode.py. The zeros of the sets of ten decimal digits. */")
        write(zeros())
        return
    if sys.argv[1:] == ["classes"]:
        print("/* Made by tools/gen/unicode.py. Code points from which on other classes hold, times")
        print(" * 512, with the classes (CharClass in builtins_ctype.c). */")
        write(classes())
        return
    print("/* Made by tools/gen/unicode.py. Code points from which on text is printable, then not")
    print(" * printable, and so on alternately; below the first it is not. */")
    write(changes())


if __name__ == "__main__":
    main()
