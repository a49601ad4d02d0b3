"""Docstring."""
from __future__ import annotations


def f(x: NotDefined) -> AlsoNot:
    return x


print(f(1))
