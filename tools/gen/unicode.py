#!/usr/bin/python3
"""Writes core/machine/unicode.inc: where printability changes, by CPython's str.isprintable.

    tools/gen/unicode.py > core/machine/unicode.inc

The table is that of CPython 3.11 (Unicode 14), whose repr() is the contract: to be run
with that version alone."""

import sys

WIDTH = 100


def changes():
    printable = False
    for point in range(sys.maxunicode + 1):
        if chr(point).isprintable() != printable:
            printable = not printable
            yield point


def main():
    if sys.version_info[:2] != (3, 11):
        sys.exit("unicode.py: CPython 3.11 is needed")
    print("/* Made by tools/gen/unicode.py. Code points from which on text is printable, then not")
    print(" * printable, and so on in turn; below the first it is not. */")
    line = ""
    for point in changes():
        item = f"{point:#x},"
        if len(line) + len(item) > WIDTH:
            print(line)
            line = ""
        line += item
    print(line)


if __name__ == "__main__":
    main()
