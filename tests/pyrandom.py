#!/usr/bin/python3
"""Random programs in the Python subset, run by Bobbin and by this CPython.

    pyrandom.py [--pyrun build/tests/pyrun] [--seed N] [--count N] [--save FILE] [--engine NAME]

Programs of even seeds have loops of many turns, those of odd ones a bit of everything.
Output, kind of error and line must be the same; RELEASE must do what POP does (pyrun looks).
Where Bobbin says IntegerOverflow the program is run again in CPython with every result looked
at: the first that leaves 64 bits must stand on that line, with the same output before it.
The first difference is shown, shrunk. The last line is `N passed, N failed`; refused programs
are neither, but more than one in fifty is a failure.
"""
import argparse
import ast
import io
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import warnings

BATCH = 500
INTS = [0, 1, 2, 3, 5, 7, 10, 12, 63, 64, 100, 255, 1000, -1, -2, -3, -7, -100]
EDGES = [2**31, 2**32, 2**53, 2**62, 2**63 - 1, -2**63 + 1, -2**62, 2**53 + 1, 4611686018427387904]
FLOATS = ["0.0", "1.5", "-2.25", "0.1", "1e16", "1e-7", "3.0", "100.0", "2.5", "0.5", "1e300", "-0.0", "12345.678"]
TEXTS = ["", "a", "ab", "abc", "hello world", " x ", "a,b,c", "é", "naïve", "日本語", "x\\ny", "Zz", "0", "12", "-3", "1.5", "{}"]
WORDS = ["a", "b", "ab", ",", " ", "l", "é", "x"]


class Fun:
    def __init__(self, name, params, defaults, result, plain):
        self.name, self.params, self.defaults, self.result, self.plain = name, params, defaults, result, plain
        self.slash, self.only = 0, len(params)  # so many are positional-only; from here on they are keyword-only


def is_list(t):
    return isinstance(t, tuple) and t[0] == "list"


def is_tuple(t):
    return isinstance(t, tuple) and t[0] == "tuple"


class Gen:
    """One program. Types: int float str bool none ("list", t) ("tuple", t...)."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []
        self.indent = 0
        self.scopes = [{}]      # name to type, the innermost last
        self.funs = []
        self.globals = {}
        self.loops = 0
        self.names = 0
        self.in_function = None
        self.frozen = set()     # names a loop counts with
        self.wild = self.r.random() < 0.25   # this program may go wrong on purpose
        self.dense = self.r.random() < 0.5   # few variables, mostly objects, much aliasing
        self.budget = self.r.randint(12, 45)

    # -- helpers

    def chance(self, p):
        return self.r.random() < p

    def pick(self, things):
        return things[self.r.randrange(len(things))]

    def emit(self, text):
        self.lines.append("    " * self.indent + text)

    def scope(self):
        return self.scopes[-1]

    def fresh(self, prefix="v"):
        self.names += 1
        return f"{prefix}{self.names}"

    def type(self, depth=2):
        k = self.r.random()
        if self.dense and self.chance(0.75):
            return self.pick([("list", "int"), ("list", "int"), "str", "str", ("list", "str"), ("list", ("list", "int")),
                              ("tuple", ("list", "int"), "str"), ("tuple", "str", "str"), ("tuple", "int", "int")])
        if depth == 0 or k < 0.45:
            return self.pick(["int", "int", "int", "str", "str", "float", "bool"])
        if k < 0.78:
            return ("list", self.type(depth - 1))
        if k < 0.97:
            return ("tuple",) + tuple(self.type(depth - 1) for _ in range(self.r.randint(1, 3)))
        return "none"

    def variables(self, t):
        found = [n for n, u in self.scope().items() if u == t]
        if self.in_function is not None:
            found += [n for n, u in self.globals.items() if u == t and n not in self.scope()]
        return found

    def all_variables(self):
        found = list(self.scope())
        if self.in_function is not None:
            found += [n for n in self.globals if n not in self.scope()]
        return found

    # -- expressions

    def expr(self, t, d=3):
        if self.wild and self.chance(0.012):
            t = self.type()
        if d > 0 and self.chance(0.06):
            return f"({self.expr(t, d - 1)} if {self.expr('bool', d - 1)} else {self.expr(t, d - 1)})"
        if d > 0 and self.chance(0.03):
            return f"({self.expr(t, d - 1)} {self.pick(['or', 'and'])} {self.expr(t, d - 1)})"
        names = self.variables(t)
        if names and self.chance(0.45 if d > 0 else 0.75):
            return self.pick(names)
        if d > 0 and self.chance(0.2):
            found = self.call(t, d)
            if found is not None:
                return found
        if d > 1 and self.chance(0.02):
            return self.called_lambda(t, d)
        if d > 0 and self.chance(0.12):
            found = self.element(t, d)
            if found is not None:
                return found
        if self.wild and self.chance(0.004):
            return self.pick(["undefined_name", "late"] + (self.all_variables() or ["None"]))
        if isinstance(t, tuple):
            return getattr(self, t[0])(t, d)
        return getattr(self, t)(d)

    def called_lambda(self, t, d):
        """It sees its parameters and what the module binds, as no closure may."""
        params = {self.fresh("q"): self.type() for _ in range(self.r.randint(0, 2))}
        args = [self.expr(u, d - 1) for u in params.values()]
        outer = (self.scopes, self.in_function, self.loops)
        self.scopes, self.loops = self.scopes + [dict(params)], max(self.loops, 1)
        self.in_function = self.in_function or Fun("lambda", {}, {}, None, False)
        body = self.expr(t, d - 1)
        self.scopes, self.in_function, self.loops = outer
        made = f"(lambda {', '.join(params)}: {body})" if params else f"(lambda: {body})"
        return (made if self.chance(0.7) else f"[{made}][0]") + f"({', '.join(args)})"

    def element(self, t, d):
        """An element of some list or tuple that holds such."""
        choices = []
        for n, u in self.scope().items():
            if is_list(u) and u[1] == t:
                choices.append(f"{n}[{self.index(d)}]" if not self.wild and self.chance(0.3) else
                               f"({n}[{self.pick(['0', '-1', 'len(%s) // 2' % n])}] if {n} else {self.expr(t, 0)})")
            if is_tuple(u):
                for i, v in enumerate(u[1:]):
                    if v == t:
                        choices.append(f"{n}[{i}]" if self.chance(0.7) else f"{n}[{i - len(u) + 1}]")
        return self.pick(choices) if choices else None

    def index(self, d):
        return self.pick(["0", "-1", "1", "2"]) if self.chance(0.8) else self.expr("int", d - 1)

    def call(self, t, d):
        found = [f for f in self.funs if f.result == t and f is not self.in_function]
        if not found or self.loops > 2:
            return None
        f = self.pick(found)
        return f.name + "(" + self.arguments(f, d) + ")"

    def arguments(self, f, d):
        args = [self.expr(t, d - 1) for t in f.params.values()]
        names = list(f.params)
        if self.wild and self.chance(0.01):
            args = args[:-1] if self.chance(0.5) else args + ["1"]
            return ", ".join(args)
        out, least = [], len(names) - len(f.defaults)
        keyword_from = self.r.randint(f.slash, len(names)) if self.chance(0.3) else len(names)
        keyword_from = min(keyword_from, f.only)
        for i, (n, a) in enumerate(zip(names, args)):
            if i >= least and self.chance(0.4):
                keyword_from = i
                continue
            out.append((n, a, i >= keyword_from))
        named = [f"{n}={a}" for n, a, k in out if k]
        if self.chance(0.5):
            self.r.shuffle(named)
        return ", ".join([a for n, a, k in out if not k] + named)

    def int(self, d):
        if d <= 0:
            return str(self.pick(INTS)) if self.chance(0.97) else str(self.pick(EDGES))
        a = lambda: self.expr("int", d - 1)
        any_list = lambda: self.expr(("list", self.pick(["int", "str", "float"])), d - 1)
        k = self.r.randrange(30)
        if k < 3:
            return self.int(0)
        if k < 12:
            return f"({a()} {self.pick(['+', '-', '*', '+', '-'])} {a()})"
        if k == 12:
            return f"({a()} {self.pick(['//', '%'])} {self.pick(['2', '3', '7', '-3', '10']) if self.chance(0.8) else a()})"
        if k == 13:
            return f"({a()} {self.pick(['&', '|', '^'])} {a()})"
        if k == 14:
            return f"({a()} {self.pick(['<<', '>>'])} {self.r.randint(0, 8) if self.chance(0.95) else a()})"
        if k == 15:
            return f"({a()} % 10) ** {self.r.randint(0, 4)}"
        if k == 16:
            return f"{self.pick(['-', '+', '~'])}{self.expr('int', 0)}"
        if k in (17, 18):
            return f"len({self.pick([any_list, lambda: self.expr('str', d - 1), lambda: self.expr(self.type_of('tuple'), d - 1)])()})"
        if k == 19:
            return f"sum({self.expr(('list', 'int'), d - 1)})"
        if k == 20:
            f = self.pick(["min", "max"])
            return f"{f}({a()}, {a()})" if self.chance(0.7) else f"{f}({self.expr(('list', 'int'), d - 1)} or [{a()}])"
        if k == 21:
            return f"abs({a()})"
        if k == 22:
            return f"int({self.expr(self.pick(['float', 'bool', 'int']), d - 1)})" if self.chance(0.8) else \
                "int(" + self.pick(['"12"', '" -7 "', '"0x1f", 16', '"101", 2', "str(%s)" % a()]) + ")"
        if k == 23:
            return f"{self.expr('str', d - 1)}.{self.pick(['find', 'count'])}({self.expr('str', 0)})"
        if k == 24:
            return f"sum({self.comprehension('int', d)})"
        if k == 25:
            return f"{self.pick(['sum', 'max', 'min'])}([{a()}, {a()}])"
        if k == 26:
            return f"divmod({a()}, {self.pick(['3', '-7', '10'])})[{self.r.randint(0, 1)}]"
        if k == 27:
            return f"round({self.expr('float', d - 1)})"
        if k == 28:
            return "ord(" + self.pick(['"a"', '"é"', '"日"']) + ")"
        return f"{self.expr(('list', 'int'), d - 1)}.count({a()})"

    def type_of(self, kind):
        t = self.type()
        return t if isinstance(t, tuple) and t[0] == kind else (kind, self.type(1))

    def float(self, d):
        if d <= 0:
            return self.pick(FLOATS)
        a = lambda: self.expr("float", d - 1)
        k = self.r.randrange(12)
        if k < 4:
            return f"({a()} {self.pick(['+', '-', '*'])} {self.expr(self.pick(['float', 'int']), d - 1)})"
        if k == 4:
            return f"({self.expr('int', d - 1)} / {self.pick(['2', '3', '7', '0.5']) if self.chance(0.85) else self.expr('int', d - 1)})"
        if k == 5:
            return f"float({self.expr('int', d - 1)})"
        if k == 6:
            return f"round({a()}, {self.r.randint(0, 3)})"
        if k == 7:
            return f"math.{self.pick(['sqrt', 'fabs', 'atan'])}(abs({a()}))"
        if k == 8:
            return f"abs({a()})"
        if k == 9:
            return f"({a()} {self.pick(['//', '%'])} {self.pick(['2.0', '0.3', '-1.5', '3'])})"
        if k == 10:
            return f"{self.pick(['min', 'max'])}({a()}, {a()})"
        return f"sum({self.comprehension('float', d)}, 0.0)"

    def bool(self, d):
        if d <= 0:
            return self.pick(["True", "False"])
        k = self.r.randrange(14)
        ops = ["==", "!=", "<", "<=", ">", ">="]
        if k < 4:
            return f"{self.expr('int', d - 1)} {self.pick(ops)} {self.expr('int', d - 1)}"
        if k == 4:
            return f"{self.expr('int', d - 1)} {self.pick(ops)} {self.expr('int', d - 1)} {self.pick(ops)} {self.expr('int', d - 1)}"
        if k == 5:
            t = self.pick(["str", ("list", "int"), ("tuple", "int", "str"), ("list", "str"), "float"])
            return f"{self.expr(t, d - 1)} {self.pick(ops)} {self.expr(t, d - 1)}"
        if k == 6:
            return f"not {self.expr(self.type(), d - 1)}" if self.chance(0.8) else f"(not {self.expr('bool', d - 1)})"
        if k == 7:
            return f"({self.expr('bool', d - 1)} {self.pick(['and', 'or'])} {self.expr('bool', d - 1)})"
        if k == 8:
            t = self.pick(["int", "str"])
            return f"{self.expr(t, d - 1)} {self.pick(['in', 'not in'])} {self.expr(('list', t), d - 1)}"
        if k == 9:
            return f"{self.expr('str', 0)} {self.pick(['in', 'not in'])} {self.expr('str', d - 1)}"
        if k == 10:
            return f"{self.pick(['any', 'all'])}({self.comprehension('bool', d)})"
        if k == 11:
            return f"{self.expr('str', d - 1)}.{self.pick(['startswith', 'endswith'])}({self.expr('str', 0)})"
        if k == 12:
            return f"bool({self.expr(self.type(), d - 1)})"
        names = self.all_variables()
        return f"{self.pick(names)} {self.pick(['is', 'is not'])} None" if names else "True"

    def none(self, d):
        return "None"

    def str(self, d):
        if d <= 0:
            return '"' + self.pick(TEXTS) + '"'
        a = lambda: self.expr("str", d - 1)
        k = self.r.randrange(24)
        if k < 4:
            return f"({a()} + {a()})"
        if k == 4:
            return f"({a()} * {self.r.randint(-1, 3)})"
        if k in (5, 6, 7, 8):
            return self.fstring(d)
        if k == 9:
            return f"str({self.expr(self.type(), d - 1)})"
        if k == 10:
            return f"{a()}{self.slice(d)}"
        if k == 11:
            return f"{a()}.{self.pick(['upper', 'lower'])}()" if self.chance(0.3) else f"\"Ab c\".{self.pick(['upper', 'lower'])}()"
        if k == 12:
            return a() + ".strip(" + self.pick(['', '', '" x"', '"aé"']) + ")"
        if k == 13:
            return f"{a()}.replace(\"{self.pick(WORDS)}\", {self.expr('str', 0)})"
        if k in (14, 15):
            return f"{self.expr('str', 0)}.join({self.expr(('list', 'str'), d - 1)})"
        if k == 16:
            return "', '.join([" + self.pick(['str(q)', 'f"{q}"', 'str(q) + "!"']) + f" for q in {self.expr(('list', 'int'), d - 1)}])"
        if k == 17:
            return f"(\"%s:%s\" % ({self.expr(self.type(), d - 1)}, {self.expr(self.type(), d - 1)}))"
        if k == 18:
            return f"(\"%d|%5d|%-4d|%x\" % ({self.expr('int', d - 1)}, {self.expr('int', 0)}, {self.expr('int', 0)}, abs({self.expr('int', 0)})))"
        if k == 19:
            return f"(\"%.{self.r.randint(0, 4)}f\" % {self.expr('float', d - 1)})"
        if k == 20:
            return f"\"{{}}-{{}}\".format({self.expr(self.type(), d - 1)}, {self.expr(self.type(), d - 1)})"
        if k == 21:
            return f"chr({self.pick(['97', '65 + 3', '233', '0x65e5'])})"
        if k == 22:
            return f"({a()} or \"z\")[{self.pick(['0', '-1'])}]"
        return self.str(0)

    def fstring(self, d):
        parts = []
        for _ in range(self.r.randint(1, 3)):
            k = self.r.randrange(8)
            if k < 2:
                parts.append(self.pick(["x", " ", "=", "{{", "é", ": "]))
            elif k < 5:
                parts.append("{" + self.inside(self.type(), d) + self.pick(["", "", "!r", "!s"]) + "}")
            elif k == 5:
                parts.append("{" + self.inside("int", d) + ":" + self.pick(["d", "5d", "<4", "05", "x", ",", "+"]) + "}")
            elif k == 6:
                parts.append("{" + self.inside("float", d) + ":" + self.pick([".2f", "8.3f", ".3e", "g", ".1%"]) + "}")
            else:
                parts.append("{" + self.inside("str", d) + ":" + self.pick([">6", "<6", "^7", ".2", "*^9"]) + "}")
        return 'f"' + "".join(parts) + '"'

    def inside(self, t, d):
        """An expression that can stand in an f-string: no quotes, no braces, no backslash."""
        for _ in range(4):
            e = self.expr(t, min(d - 1, 1))
            if not any(c in e for c in "\"'{}\\:!=<>"):
                return e
        names = self.variables(t)
        return self.pick(names) if names else {"int": "7", "float": "2.5", "str": "str(1)", "bool": "True"}.get(t, "[1, 2]" if t != "none" else "None")

    def slice(self, d):
        e = lambda: self.pick(["", "", "0", "1", "2", "-1", "-2", "5"]) if self.chance(0.85) else self.expr("int", d - 1)
        return f"[{e()}:{e()}]"

    def comprehension(self, t, d, clauses=None):
        """The inside of one, giving t."""
        n = self.fresh("c")
        kind = self.r.randrange(7)
        scope = dict(self.scope())
        self.loops += 1
        target, u = n, "int"
        if kind < 2:
            source = f"range({self.r.randint(0, 5)})"
        elif kind == 2:
            u = self.pick(["int", "str", ("list", "int"), ("tuple", "int", "str")])
            source = self.expr(("list", u), d - 1)
        elif kind == 3:
            u, source = "str", self.expr("str", d - 1)
        elif kind == 4:
            source, m = self.expr(("list", "str"), d - 1), self.fresh("c")
            target = f"{m}, {n}"
            source, u = f"enumerate({source})", "str"
            self.scopes.append(dict(scope, **{m: "int"}))
            scope = self.scopes.pop()
        elif kind == 5:
            m = self.fresh("c")
            source = f"zip({self.expr(('list', 'int'), d - 1)}, {self.expr(('list', 'str'), d - 1)})"
            target, u = f"{n}, {m}", "int"
            scope[m] = "str"
        else:
            source = f"reversed({self.expr(('list', 'int'), d - 1)})"
        scope[n] = u
        self.scopes.append(scope)
        text = ""
        if self.chance(0.3):
            text += f" if {self.expr('bool', d - 1)}"
        if self.chance(0.12):
            m = self.fresh("c")
            inner = f" for {m} in {'range(%d)' % self.r.randint(0, 3) if self.chance(0.6) else self.expr(('list', 'int'), d - 1)}"
            scope[m] = "int"
            text += inner
        element = self.expr(t, d - 1)
        self.scopes.pop()
        self.loops -= 1
        return f"{element} for {target} in {source}{text}"

    def list(self, t, d):
        u = t[1]
        if d <= 0:
            return "[" + ", ".join(self.expr(u, 0) for _ in range(self.r.randint(0, 3))) + "]"
        a = lambda: self.expr(t, d - 1)
        k = self.r.randrange(18)
        if k < 5:
            return "[" + ", ".join(self.expr(u, d - 1) for _ in range(self.r.randint(0, 4))) + "]"
        if k < 7:
            return f"({a()} + {a()})"
        if k == 7:
            return f"({a()} * {self.r.randint(0, 3)})"
        if k in (8, 9):
            return f"{a()}{self.slice(d)}"
        if k == 10:
            return f"list({a()})"
        if k == 11:
            return f"{a()}.copy()"
        if k in (12, 13):
            return f"[{self.comprehension(u, d)}]"
        if k == 14:
            return f"list(reversed({a()}))"
        if u in ("int", "str", "float") and k == 15:
            return f"sorted({a()}{self.pick(['', ', reverse=True'])})"
        if u == "int" and k == 16:
            return f"list(range({self.r.randint(0, 6)}))"
        if u == "str" and k >= 16:
            return self.pick([f"{self.expr('str', d - 1)}.split()", f"{self.expr('str', d - 1)}.split(\",\")", f"list({self.expr('str', d - 1)})"])
        return f"[{self.expr(u, d - 1)}]"

    def tuple(self, t, d):
        if d > 0 and len(set(t[1:])) == 1 and self.chance(0.15):
            return f"(({self.expr(t[1], d - 1)},) * {len(t) - 1})"
        if d > 0 and len(t) > 2 and self.chance(0.1):
            return f"({self.expr(('tuple', t[1]), d - 1)} + {self.expr(('tuple',) + t[2:], d - 1)})"
        return "(" + "".join(self.expr(u, d - 1) + ", " for u in t[1:]) + ")"

    # -- statements

    def body(self, n, f=None):
        """A block of its own; what it binds may stay unbound."""
        self.indent += 1
        start = len(self.lines)
        before = dict(self.scope())
        for _ in range(n):
            self.statement()
        if f is not None:
            f()
        if len(self.lines) == start:
            self.emit("pass")
        self.indent -= 1
        if not (self.wild and self.chance(0.1)):
            for name in list(self.scope()):
                if name not in before:
                    del self.scope()[name]
                else:
                    self.scope()[name] = before[name]

    def bind(self, name, t):
        self.scope()[name] = t
        if self.in_function is None:
            self.globals[name] = t

    def target(self, t):
        """A variable of type t to assign to, often one that there is."""
        if self.chance(0.9 if self.dense else 0.6):
            found = [n for n, u in self.scope().items() if u == t and n not in self.frozen]
            if found:
                return self.pick(found)
        found = [n for n in self.scope() if n not in self.frozen]
        if self.chance(0.08) and found and self.loops == 0 and self.indent == (self.in_function is not None):
            return self.pick(found)
        return self.fresh()

    def statement(self):
        self.budget -= 1
        k = self.r.randrange(100)
        if k < 22:
            self.assign()
        elif k < 30:
            self.augmented()
        elif k < 38:
            self.unpack()
        elif k < 48:
            self.mutate()
        elif k < 60:
            self.show()
        elif k < 70 and self.budget > 0:
            self.branch()
        elif k < 84 and self.budget > 0 and self.loops < 3:
            self.loop()
        elif k < 88:
            self.alias()
        elif k < 90:
            t = self.type()
            self.emit(self.expr(t, 2))
        elif k < 91 and self.wild:
            self.fail()
        elif k < 92 and self.loops == 0 and self.in_function is None and self.indent == 0:
            names = [n for n in self.scope() if n not in self.frozen]
            if names and self.wild:
                n = self.pick(names)
                self.emit(f"del {n}")
                if not self.chance(0.2):
                    del self.scope()[n]
                    self.globals.pop(n, None)
        elif k < 94 and self.in_function is not None and self.indent > 1 and self.chance(0.5):
            self.emit("return " + self.expr(self.in_function.result, 2))
        elif k < 96 and self.loops > 0 and self.chance(0.4) and self.breakable:
            self.emit(f"if {self.expr('bool', 1)}:")
            self.emit("    " + self.pick(["break", "continue"]))
        else:
            self.assign()

    breakable = False

    def assign(self):
        t = self.type()
        e = self.expr(t, 3)
        n = self.target(t)
        if self.chance(0.04):
            m = self.target(t)
            self.emit(f"{n} = {m} = {e}")
            self.bind(m, t)
        elif is_tuple(t) and self.chance(0.1):
            parts = [self.target(u) for u in t[1:]]
            if len(set(parts + [n])) <= len(parts):
                parts = [self.fresh() for u in parts]
            self.emit(self.pick([f"{n} = {', '.join(parts)}, = {e}", f"{', '.join(parts)}, = {n} = {e}"]))
            for m, u in zip(parts, t[1:]):
                self.bind(m, u)
        else:
            self.emit(f"{n}{': int' if self.chance(0.01) else ''} = {e}" if n not in self.declared else f"{n} = {e}")
        self.bind(n, t)

    declared = ()

    def alias(self):
        found = [(n, t) for n, t in self.scope().items() if isinstance(t, tuple) or t == "str"]
        if not found:
            return self.assign()
        n, t = self.pick(found)
        m = self.target(t)
        k = self.r.randrange(6)
        self.emit(f"{m} = " + [n, n, f"{n} if {self.expr('bool', 1)} else {self.expr(t, 1)}", f"{n} or {self.expr(t, 1)}",
                               f"[{n}, {n}][1]", f"({n},)[0]"][k])
        self.bind(m, t)

    def augmented(self):
        found = [(n, t) for n, t in self.scope().items() if n not in self.frozen and t not in ("bool", "none") and not is_tuple(t)]
        if not found:
            return self.assign()
        n, t = self.pick(found)
        if is_list(t) and self.chance(0.3) and t[1] in ("int", "str"):
            self.emit(f"if {n}:")
            op = f"+= {self.expr(t[1], 1)}" if t[1] == "str" else f"{self.pick(['+=', '-=', '*='])} {self.expr('int', 1)}"
            self.emit(f"    {n}[{self.pick(['0', '-1'])}] {op}")
        elif t == "int":
            self.emit(f"{n} {self.pick(['+=', '-=', '*=', '//=', '%=', '|=', '&=', '^='])} {self.expr('int', 1) if self.chance(0.4) else self.pick(['2', '3', '7'])}")
        elif t == "float":
            self.emit(f"{n} {self.pick(['+=', '-=', '*=', '/='])} {self.pick(['2', '1.5', '0.25'])}")
        elif t == "str":
            self.emit(f"{n} += {self.expr('str', 2)}")
        elif is_list(t):
            self.emit(f"{n} += {self.expr(t, 2)}" if self.chance(0.85) else f"{n} *= {self.r.randint(0, 2)}")

    def unpack(self):
        k = self.r.randrange(5)
        found = [n for n in self.scope() if n not in self.frozen]
        if k == 0 and len(found) >= 2:
            a = self.pick(found)
            same = [n for n in found if self.scope()[n] == self.scope()[a]]
            b = self.pick(same)
            return self.emit(f"{a}, {b} = {b}, {a}")
        t = ("tuple",) + tuple(self.type(1) for _ in range(self.r.randint(2, 3)))
        e = self.expr(t, 2)
        if e.startswith("(") and e.endswith(", )") and self.chance(0.6):
            e = e[1:-3]
        if k == 1:
            u = ("tuple", self.type(1), t)
            e = self.expr(u, 2)
            names = [self.target(x) for x in (u[1],) + t[1:]]
            if len(set(names)) < len(names):
                return self.assign()
            self.emit(f"{names[0]}, ({', '.join(names[1:])}) = {e}")
            for n, x in zip(names, (u[1],) + t[1:]):
                self.bind(n, x)
            return
        names = [self.target(x) for x in t[1:]]
        if len(set(names)) < len(names):
            return self.assign()
        if self.wild and self.chance(0.02):
            names.append(self.fresh())
            t = t + ("int",)
        self.emit(f"{self.pick(['', '', '('])}{', '.join(names)} = {e}".replace("(" + names[0], names[0]) if self.chance(0.8) else f"[{', '.join(names)}] = {e}")
        for n, x in zip(names, t[1:]):
            self.bind(n, x)

    def mutate(self):
        found = [(n, t) for n, t in self.scope().items() if is_list(t)]
        if not found:
            return self.assign()
        n, t = self.pick(found)
        k = self.r.randrange(12)
        if k < 4:
            self.emit(f"{n}.append({self.expr(t[1], 2)})")
        elif k == 4:
            self.emit(f"if {n}:")
            self.emit(f"    {n}[{self.pick(['0', '-1', 'len(%s) - 1' % n])}] = {self.expr(t[1], 2)}")
        elif k == 5:
            self.emit(f"{n}.extend({self.expr(t, 2)})")
        elif k == 6:
            self.emit(f"{n}.insert({self.index(1)}, {self.expr(t[1], 2)})")
        elif k == 7 and (t[1] in ("int", "str", "float")):
            self.emit(f"{n}.sort({self.pick(['', 'reverse=True'])})")
        elif k == 8:
            self.emit(f"{n}.reverse()")
        elif k == 9:
            self.emit(f"if len({n}) > 1:")
            m = self.fresh()
            self.emit(f"    {m} = {n}.pop({self.pick(['', '0', '-1'])})")
            self.emit(f"    print({m})")
        elif k == 10:
            self.emit(f"if len({n}) > 2:")
            self.emit(f"    del {n}[{self.pick(['0', '-1', '1'])}]")
        elif self.wild:
            self.emit(f"{n}[{self.expr('int', 1)}] = {self.expr(t[1], 1)}")
        else:
            self.emit(f"{n}.append({self.expr(t[1], 2)})")

    def show(self):
        names = self.all_variables()
        args = [self.pick(names) if names and self.chance(0.6) else self.expr(self.type(), 2) for _ in range(self.r.randint(1, 3))]
        if self.chance(0.1):
            args.append(self.pick(['sep="-"', 'end=";\\n"', 'sep=""', 'sep=",", end="\\n"']))
        self.emit(f"print({', '.join(args)})")

    def branch(self):
        self.emit(f"if {self.expr('bool' if self.chance(0.7) else self.type(), 2)}:")
        self.body(self.r.randint(1, 3))
        if self.chance(0.2):
            self.emit(f"elif {self.expr('bool', 2)}:")
            self.body(self.r.randint(1, 2))
        if self.chance(0.5):
            self.emit("else:")
            self.body(self.r.randint(1, 3))

    def loop(self):
        kind = self.r.randrange(9)
        self.loops += 1
        breakable, self.breakable = self.breakable, True
        saved = dict(self.scope())
        frozen = set()
        own = [n for n in self.scope() if n not in self.frozen]
        name = lambda u: self.pick(own) if own and self.chance(0.05) and self.indent == 0 else self.fresh()
        after = None
        counter = None
        bound = []
        if kind < 2:
            n = name("int")
            args = self.pick([str(self.r.randint(0, 6)), f"{self.r.randint(-2, 2)}, {self.r.randint(0, 6)}",
                              f"{self.r.randint(0, 6)}, {self.r.randint(-3, 2)}, -{self.r.randint(1, 2)}",
                              f"0, {self.r.randint(0, 12)}, {self.r.randint(1, 4)}", f"len({self.expr(('list', 'int'), 1)}) % 7"])
            head = f"for {n} in range({args}):"
            bound = [(n, "int")]
        elif kind in (2, 3):
            u = self.type(1)
            n, e = name(u), self.expr(("list", u), 2)
            head = f"for {n} in {e}{self.slice_to()}:"
            bound = [(n, u)]
        elif kind == 4:
            n = name("str")
            head = f"for {n} in {self.expr('str', 2)}{self.slice_to()}:"
            bound = [(n, "str")]
        elif kind == 5:
            u = self.type(1)
            a, b = self.fresh(), name(u)
            e = self.expr(("list", u), 2)
            head = f"for {a}, {b} in enumerate({e}{self.slice_to()}{self.pick(['', '', ', 1', ', start=10'])}):"
            bound = [(a, "int"), (b, u)]
        elif kind == 6:
            u, v = self.type(1), self.type(1)
            a, b = name(u), self.fresh()
            head = f"for {a}, {b} in zip({self.expr(('list', u), 1)}{self.slice_to()}, {self.expr(('list', v), 1)}):"
            bound = [(a, u), (b, v)]
        elif kind == 7:
            u = self.type(1)
            if self.chance(0.5):
                n = name(u)
                head = f"for {n} in reversed({self.expr(('list', u), 2)}{self.slice_to()}):"
                bound = [(n, u)]
            else:
                a, b = self.fresh(), self.fresh()
                head = f"for {a}, {b} in {self.expr(('list', ('tuple', u, 'int')), 2)}{self.slice_to()}:"
                bound = [(a, u), (b, "int")]
        else:
            counter = self.fresh("w")
            self.emit(f"{counter} = 0")
            self.bind(counter, "int")
            saved = dict(self.scope())
            self.frozen.add(counter)
            head = f"while {counter} < {self.r.randint(1, 6)}" + (f" and {self.expr('bool', 1)}" if self.chance(0.2) else "") + ":"
            if self.chance(0.15):
                head = "while True:"
        if len({n for n, _ in bound}) < len(bound):
            bound = bound[:1]
        self.emit(head)
        for n, u in bound:
            self.bind(n, u)
        if counter is not None:
            self.indent += 1
            self.emit(f"{counter} += 1")
            if head == "while True:":
                self.emit(f"if {counter} > {self.r.randint(1, 5)}:")
                self.emit("    break")
            self.indent -= 1
        inside = dict(self.scope())
        self.body(self.r.randint(1, 4))
        self.breakable = breakable
        self.loops -= 1
        if counter is not None:
            self.frozen.discard(counter)
        for n, _ in bound:
            if n not in saved:
                self.scope().pop(n, None)
                self.globals.pop(n, None)
            else:
                self.scope()[n] = saved[n]
                # a name taken over by a loop has one of two types
                self.scope().pop(n)
                self.globals.pop(n, None)
        if self.chance(0.2):
            self.emit("else:")
            self.body(self.r.randint(1, 2))

    def slice_to(self):
        """Keeps loops short."""
        return f"[:{self.r.randint(2, 5)}]" if self.loops > 1 or self.chance(0.3) else ""

    def fail(self):
        k = self.r.randrange(9)
        self.emit([f"assert {self.expr('bool', 2)}", f"assert {self.expr('bool', 1)}, {self.expr('str', 1)}",
                   f"raise ValueError({self.expr('str', 1)})", "raise RuntimeError", f"print({self.expr('int', 1)} // 0)",
                   f"print([1, 2][{self.expr('int', 1)}])", f"print({self.expr('int', 1)} + {self.expr('str', 1)})",
                   f"print({self.expr('list_or_int', 1) if False else self.expr(('list', 'int'), 1)}.index({self.expr('int', 1)}))",
                   "print(unknown_thing)"][k])

    # -- functions

    def define(self):
        name = self.fresh("f")
        params = {self.fresh("p"): self.type() for _ in range(self.r.randint(0, 4))}
        count = self.r.randint(0, len(params)) if self.chance(0.3) else 0
        names = list(params)
        defaults = {}
        outer = (self.scopes, self.in_function, self.loops, self.breakable, self.budget, self.frozen)
        for n in names[len(names) - count:] if count else []:
            defaults[n] = self.expr(params[n], 1)
        result = self.type()
        f = Fun(name, params, defaults, result, count == 0)
        written = [n + (f"={defaults[n]}" if n in defaults else "") for n in names]
        if names and self.chance(0.2):
            f.only = self.r.randrange(len(names))
            f.plain = False
            written.insert(f.only, "*")
        f.slash = min(f.only, len(names) - len(defaults))
        f.slash = self.r.randint(0, f.slash) if self.chance(0.2) else 0
        if f.slash > 0:
            written.insert(f.slash, "/")
        self.emit(f"def {name}(" + ", ".join(written) + "):")
        self.scopes, self.in_function, self.loops, self.breakable = self.scopes + [dict(params)], f, self.loops, False
        self.frozen = set()
        self.loops = max(self.loops, 1)
        self.budget = min(self.budget, 8)
        self.indent += 1
        assigned = [n for n in self.globals if self.globals[n] in ("int", "str", ("list", "int"))]
        if assigned and self.chance(0.25):
            n = self.pick(assigned)
            self.emit(f"global {n}")
            t = self.globals[n]
            self.emit(f"{n} = {self.expr(t, 1)}" if self.chance(0.5) else f"{n} += {self.expr(t, 1)}")
        if self.chance(0.05):
            self.emit('"""What it does."""')
        if self.chance(0.3):
            simple = True
        else:
            simple = False
            for _ in range(self.r.randint(1, 5)):
                self.statement()
        self.emit("return " + self.expr(result, 3 if simple else 2))
        self.indent -= 1
        self.scopes, self.in_function, self.loops, self.breakable, self.budget, self.frozen = outer
        self.funs.append(f)

    def recursive(self):
        name, t = self.fresh("f"), self.type()
        self.emit(f"def {name}(n, acc):")
        f = Fun(name, {"n": "int", "acc": t}, {}, t, False)
        outer = (self.scopes, self.in_function, self.loops)
        self.scopes, self.in_function, self.loops = self.scopes + [{"n": "int", "acc": t}], f, 2
        self.indent += 1
        self.emit("if n <= 0 or n > 6:")
        self.emit("    return " + self.expr(t, 1))
        e = self.expr(t, 1)
        k = self.r.randrange(4)
        if k == 0 and (t in ("int", "str", "float") or is_list(t)):
            self.emit(f"return {name}(n - 1, {e}) + {self.expr(t, 1)}")
        elif k == 1:
            n = self.fresh()
            self.emit(f"{n} = {name}(n - 1, {e})")
            self.emit(f"print(n, {n})")
            self.emit(f"return {self.pick([n, 'acc', n])}")
        elif k == 2:
            self.emit(f"acc = {e}")
            self.emit(f"return {name}(n - 2, acc)")
        else:
            self.emit(f"return {name}(n - 1, {e})")
        self.indent -= 1
        self.scopes, self.in_function, self.loops = outer
        self.funs.append(f)

    def value_use(self):
        """A function as a value."""
        plain = [f for f in self.funs if f.plain]
        if not plain:
            return
        f = self.pick(plain)
        n = self.fresh("h")
        k = self.r.randrange(3)
        args = ", ".join(self.expr(t, 1) for t in f.params.values())
        if k == 0:
            self.emit(f"{n} = {f.name}")
            self.emit(f"print({n}({args}))")
        elif k == 1:
            self.emit(f"print([{f.name}, {f.name}][1]({args}))")
        else:
            self.emit(f"for {n} in [{f.name}]:")
            self.emit(f"    print({n}({args}))")

    def odd(self):
        """Definitions that are not simple."""
        k = self.r.randrange(4)
        n = self.fresh("g")
        if k == 0:
            self.emit(f"if {self.expr('bool', 1)}:")
            self.emit(f"    def {n}(x):")
            self.emit(f"        return [x, {self.expr('int', 0)}]")
            self.emit("else:")
            self.emit(f"    def {n}(x):")
            self.emit("        return [x]")
            self.emit(f"print({n}({self.expr('int', 1)}))")
        elif k == 1:
            self.emit(f"def {n}(x):")
            self.emit("    return x + [1]")
            self.emit(f"print({n}([2]))")
            self.emit(f"def {n}(x):")
            self.emit("    return x")
            self.emit(f"print({n}([2]))")
        elif k == 2:
            m = self.fresh("g")
            self.emit(f"def {n}(x):")
            self.emit(f"    return {m}(x) if x > 0 else [x]")
            self.emit(f"def {m}(x):")
            self.emit(f"    return {n}(x - 1) + [x]")
            self.emit(f"print({n}({self.r.randint(0, 4)}))")
        else:
            self.emit(f"def {n}(x):")
            self.emit("    def inner(y):")
            self.emit("        return [y, y]")
            self.emit("    return inner(x)[0]")
            self.emit(f"print({n}({self.expr(self.type(), 1)}))")

    def program(self):
        self.emit("import math")
        for _ in range(self.r.randint(0, 4)):
            self.assign()
        while self.budget > 0:
            k = self.r.random()
            if k < 0.13:
                self.define()
            elif k < 0.17:
                self.recursive()
            elif k < 0.19:
                self.odd()
            elif k < 0.22:
                self.value_use()
            else:
                self.statement()
        for n in self.scope():
            self.emit(f"print({n})")
        return "\n".join(self.lines) + "\n"


class Loops:
    """A program of loops of many turns, for engines that decode a loop for the types they see.
    The first letter of a name is its role: i int, x any number, a list of numbers, m list of
    such lists, s string of ASCII, v anything."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []
        self.indent = 0
        self.funs = []          # (name, letters of the parameters, letter of the result)
        self.wild = self.chance(0.25)
        self.count = {"i": self.r.randint(2, 5), "x": self.r.randint(1, 4), "a": self.r.randint(1, 3),
                      "m": 1, "s": 1, "v": 1}
        self.counter = None     # of the innermost loop
        self.fixed = set()      # counters
        self.depth = 0
        self.calls = 0
        self.names = 0

    def chance(self, p):
        return self.r.random() < p

    def pick(self, things):
        return things[self.r.randrange(len(things))]

    def emit(self, text):
        self.lines.append("    " * self.indent + text)

    def name(self, letter):
        return f"{letter}{self.r.randrange(self.count[letter])}"

    def target(self, letter):
        for _ in range(9):
            n = self.name(letter)
            if n not in self.fixed:
                return n
        return "v0"

    # -- expressions

    def value(self, letter, d=2):
        return getattr(self, letter)(d)

    def small(self):
        return self.pick(["0", "1", "2", "3", "5", "7", "10", "-1", "-3", "63", "100", "1000", "65536"])

    def index(self, a):
        k = self.r.randrange(8)
        if k < 2:
            return self.pick(["0", "1", "2", "-1", "-2"])
        if k < 5 and self.counter:
            return f"{self.counter} % {self.pick(['len(%s)' % a, '3', '4', '2'])}"
        if k == 5 and self.wild and self.chance(0.1):
            return self.i(1)
        return f"({self.i(1)}) % len({a})" if self.chance(0.5) else f"({self.i(1)}) & 3"

    def row(self):
        return self.name("a") if self.chance(0.7) else f"m0[{self.pick(['0', '1', '-1', '(%s) & 1' % self.i(1)])}]"

    def element(self):
        a = self.row()
        return f"{a}[{self.index(a)}]"

    def i(self, d):
        if d <= 0 or self.chance(0.2):
            if self.counter and self.chance(0.35):
                return self.counter
            if self.chance(0.06):
                return "K0"  # a global with one binding
            return self.name("i") if self.chance(0.7) else self.small()
        e = lambda: self.i(d - 1)
        k = self.r.randrange(19)
        if k < 4:
            return f"({e()} {self.pick('+-')} {e()})"
        if k == 4:
            return f"({e()} * {e()} {self.pick(['% 1000', '& 65535', '% 97', '% -7', '// 3 % 4096'])})"
        if k < 7:
            return f"({e()} {self.pick(['%', '//'])} {self.pick(['2', '3', '7', '8', '10', '-3', '97', '1000', '2147483648', '4294967311'])})"
        if k == 7:
            return f"({e()} {self.pick('&|^')} {e()})"
        if k == 8:
            return f"({e()} {self.pick(['>> 1', '>> 5', '& 255', '^ 21', '| 4', '<< 2 & 4095'])})"
        if k == 9:
            return f"len({self.row()})"
        if k == 10:
            return f"ord(s0[{self.pick(['0', '-1', '(%s) %% len(s0)' % e()])}])"
        if k == 11:
            return f"({e()} if {self.test(d - 1)} else {e()})"
        if k == 12:
            return f"{self.pick(['min', 'max'])}({e()}, {e()})"
        if k == 13:
            return self.pick(["abs(%s)", "-%s", "~%s", "int(%s)", "+%s"]) % e()
        if k == 14:
            return f"({e()} {self.pick(['and', 'or'])} {e()})"
        if k == 15:
            return f"({e()} {self.pick(['<', '<=', '==', '!=', '>', '>='])} {e()})"
        if k == 16:
            found = [f for f in self.funs if f[2] == "i"]
            if found and self.calls > 0:
                return self.call(self.pick(found), d)
        if k == 17:
            return f"({e()} % 100) ** 2"
        return f"({self.small()} {self.pick('+-*')} {e()}) % {self.pick(['1009', '256', '-5'])}"

    def x(self, d):
        if d <= 0 or self.chance(0.25):
            return self.name("x") if self.chance(0.75) else self.pick(FLOATS[:-2] + ["2", "9007199254740993"])
        e = lambda: self.x(d - 1)
        k = self.r.randrange(13)
        if k < 4:
            return f"({e()} {self.pick('+-*')} {e()})"
        if k == 4:
            return f"({e()} / {self.pick(['2', '3.0', '-7', '0.5'])})"
        if k < 8:
            return self.element()
        if k == 8:
            return f"math.sqrt(abs({e()}))" if self.chance(0.5) else f"float({self.i(d - 1)})"
        if k == 9:
            return f"({e()} {self.pick(['%', '//'])} {self.pick(['2.5', '7', '1000', '-3'])})"
        if k == 10:
            return f"({e()} if {self.test(d - 1)} else {e()})"
        if k == 11:
            found = [f for f in self.funs if f[2] == "x"]
            if found and self.calls > 0:
                return self.call(self.pick(found), d)
        return self.i(d - 1) if k == 11 else f"{self.pick(['min', 'max'])}({e()}, {e()})"

    def a(self, d):
        k = self.r.randrange(6)
        if d <= 0 or k == 0:
            return self.name("a")
        kinds = [["1", "2", "3", "4", "5"], ["0.5", "1.5", "-2.0", "4.0"], ["True", "False", "True", "False"],
                 ["1", "2.5", "True", "4", "-1"]]
        if k < 4:
            return "[" + ", ".join(self.pick(kinds)) + "]"
        return self.pick(["[%s] * 6" % self.i(0), "[q * 2 for q in range(8)]", "%s[:]" % self.name("a"), "list(range(5))"])

    def m(self, d):
        return f"[{self.a(1)}, {self.a(1)}, {self.a(1)}]"

    def s(self, d):
        return self.pick(['"abc"', '"x"', '"hello world"', "s0", 's0[:9] + "y"'])

    def v(self, d):
        return self.pick(["None", "True", '"text"', self.i(1), self.x(1), self.a(1), "v0", "(1, 2.5)"])

    def test(self, d):
        k = self.r.randrange(10)
        ops = ["<", "<=", "==", "!=", ">", ">="]
        if k < 4:
            return f"{self.i(1)} {self.pick(ops)} {self.i(max(d, 0)) if self.chance(0.5) else self.small()}"
        if k < 6:
            return f"{self.x(1)} {self.pick(ops)} {self.pick([self.x(1), self.i(1), '0', '1.5'])}"
        if k == 6:
            return f"({self.test(0)} {self.pick(['and', 'or'])} {self.test(0)})"
        if k == 7:
            return self.pick(["v0", "not v0", "v0 is None", "v0 == %s" % self.i(1), self.name("x"), "not %s" % self.name("i")])
        if k == 8:
            return f"{self.small()} {self.pick(ops)} {self.i(1)} {self.pick(ops)} {self.small()}"
        return self.element()

    def call(self, f, d):
        self.calls -= 1
        return f"{f[0]}({', '.join(self.value(p, min(d - 1, 1)) for p in f[1])})"

    # -- statements

    def seldom(self):
        if self.counter is None:
            return self.test(1)
        return f"{self.counter} {self.pick(['% 97 == 3', '== 100', '== 250', '% 64 == 0', '== 41', '% 7 == 1'])}"

    def block(self, n):
        self.indent += 1
        for _ in range(n):
            self.statement()
        self.indent -= 1

    def statement(self):
        k = self.r.randrange(40)
        if k < 3 and self.depth < 3:
            self.loop()
        elif k < 6:
            self.emit(f"if {self.test(1)}:")
            self.block(self.r.randint(1, 2))
            if self.chance(0.5):
                self.emit("else:")
                self.block(self.r.randint(1, 2))
        elif k < 9:
            self.emit(f"if {self.seldom()}:")
            letter = self.pick("xxvvas")
            strange = {"x": ["1.5", "0", "True", "9007199254740993", "-0.0"], "v": ["None", "3", "2.5", '"t"', "[1]"]}
            self.emit(f"    {self.target(letter)} = {self.pick(strange[letter]) if letter in strange else self.value(letter)}")
        elif k < 11 and self.depth > 0:
            self.emit(f"if {self.pick([self.seldom, lambda: self.test(1)])()}:")
            self.emit("    " + self.pick(["continue", "break", "continue"]))
        elif k < 14:
            letter = self.pick("iixv")
            # of one name twice CPython 3.11 stores the wrong value
            names = sorted({self.target(letter) for _ in range(3)}, key=lambda n: self.r.random())
            from_ = [self.name(letter) if self.chance(0.8) else self.value(letter, 1) for _ in names]
            self.emit(f"{', '.join(names)} = {', '.join(from_)}")
        elif k < 17:
            a, b = self.target(self.pick("ix")), self.pick([self.counter or "i0", self.name("i")])
            self.emit(f"{a} = {b}")
            self.emit(f"{b if b not in self.fixed else a} {self.pick(['+=', '-='])} {self.pick(['1', '2', self.name('i')])}")
        elif k < 23:
            a = self.row()
            op = self.pick(["=", "=", "+=", "-=", "*="])
            self.emit(f"{a}[{self.index(a)}] {op} {self.pick([self.i, self.i, self.x])(1)}")
        elif k == 23:
            a = self.target("a")
            self.emit(f"if len({a}) < 40:")
            self.emit(f"    {a}.append({self.pick([self.i, self.x])(1)})")
        elif k == 24:
            a = self.target("a")
            self.emit(f"if len({a}) > 6:")
            self.emit(f"    {self.target('x')} = {a}.pop()")
        elif k < 30:
            n = self.target(self.pick("ix"))
            self.emit(f"{n} {self.pick(['+=', '-=', '+=', '*='])} {self.value(n[0], 1)}")
            if self.chance(0.8):
                self.emit(f"{n} %= {self.pick(['1000', '97', '256', '65536', '1009'])}" if n[0] != "v" else "v0 = 0")
        elif k == 30 and self.globals:
            self.emit(f"{self.pick(self.globals)} = {self.value('x', 1)}")
        elif k == 31 and self.wild and self.chance(0.4):
            self.emit(f"if {self.seldom()}:")
            self.emit("    " + self.pick([f"{self.target('i')} = 2**62 * {self.i(1)}", f"print(a0[{self.i(1)}])", f"print({self.i(1)} // 0)",
                                          f"del {self.target('v')}", "v0 = v0 + 1", f"print(i0 % {self.i(1)})"]))
        else:
            letter = self.pick("iiixxxasv")
            e = self.value(letter, 2)
            if letter in "ix" and self.chance(0.5):
                e = f"({e}) % {self.pick(['1000', '97', '1024', '-7', '10'])}"
            self.emit(f"{self.target(letter)} = {e}")

    globals = ()

    def loop(self):
        counter, fixed = self.counter, self.fixed
        most = self.pick([150, 300, 700]) if self.depth == 0 else self.pick([2, 3, 7, 20])
        self.depth += 1
        self.names += 1
        n = f"n{self.names}"
        k = self.r.randrange(7)
        if k < 3:
            step = self.pick([1, 1, 2, 3])
            n = self.pick([n, n, n] + [f"i{j}" for j in range(self.count["i"]) if f"i{j}" not in self.fixed][:1])
            self.emit(f"for {n} in range(" + self.pick([f"{most}", f"{self.r.randint(-3, 3)}, {most * step}, {step}",
                                                         f"{most}, {self.r.randint(-3, 3)}, -1", f"({self.i(1)}) % {most}"]) + "):")
        elif k == 3:
            self.emit(f"{n} = 0")
            self.emit(f"while {n} < {most}{self.pick([' and ', ' or ']) + self.test(0) if self.chance(0.2) and self.depth > 1 else ''}:")
            self.emit(f"    {n} += {self.pick([1, 1, 3])}")
        elif k == 4:
            self.emit(f"{n} = {most}")
            self.emit(f"while {n}:")
            self.emit(f"    {n} -= 1")
        elif k == 5:
            self.emit(f"{n} = 0")
            self.emit("while True:")
            self.emit(f"    {n} += 1")
            self.emit(f"    if {n} {self.pick(['>', '>=', '=='])} {most}:")
            self.emit("        break")
        else:
            self.emit(f"for {n}, x0 in enumerate({self.name('a')}[:30]):")
        self.counter, self.fixed = n, self.fixed | {n}
        row = f"row{self.names}" if self.chance(0.25) else None
        if row:
            self.emit(f"    {row} = {self.pick([self.a(1), '[1, 2, 3, 4]', f'[{self.i(1)}, {self.i(1)}]'])}")
        self.block(self.r.randint(2, 6) if self.depth == 1 else self.r.randint(1, 4))
        if row:  # what is made anew at each turn and handed over at its end
            self.emit(f"    {self.pick([f'{row}.append({self.i(1)})', f'{row}[0] = {self.i(1)}', 'pass'])}")
            if self.chance(0.2):
                self.emit(f"    {self.pick(['v0', 'm0[0]', 'a0', 'a1'])} = {row}")
            self.emit(f"    {self.pick(['a0', 'a1', 'a0', 'v0'])} = {row}")
            if self.chance(0.1):
                self.emit(f"print({row})")
        self.counter, self.fixed = counter, fixed
        self.depth -= 1

    def bind(self, but=()):
        start = {"i": lambda: self.small(), "x": lambda: self.pick(["0", "1.5", "0.0", "2"]), "a": lambda: self.a(1) if "a0" in done else "[1, 2, 3, 4]",
                 "m": lambda: "[[1, 2, 3, 4], [0.5, 1.5, 2.5, 3.5], [5, 6.0, True, 8]]", "s": lambda: '"abc"', "v": lambda: self.pick(["None", "0", "[]"])}
        done = set(but)
        for letter, n in self.count.items():
            for j in range(n):
                if f"{letter}{j}" not in but:  # CPython's line of a name unbound in a loop is not right
                    e = start[letter]() if letter != "a" or j == 0 else "[1, 2.5, 3, 4]" if self.chance(0.3) else "[1, 2, 3, 4, 5]"
                    self.emit(f"{letter}{j} = {e}")
                done.add(f"{letter}{j}")

    def define(self, level):
        name = f"f{len(self.funs)}"
        params = [self.pick("iixxav") for _ in range(self.r.randint(0, 3))]
        result = self.pick("ix")
        names = [f"{p}{j}" for j, p in enumerate(params)]
        for n in names:
            self.count[n[0]] = max(self.count[n[0]], int(n[1:]) + 1)
        self.emit(f"def {name}({', '.join(names)}):")
        self.indent += 1
        self.globals = ()
        if self.chance(0.3):
            self.emit("global g0")
            self.globals = ("g0",)
        self.calls = 2
        self.depth = level
        self.bind(names)
        self.indent -= 1
        self.block(self.r.randint(1, 5))
        self.emit(f"    return {self.value(result)}")
        self.globals = ()
        self.funs.append((name, params, result))

    def recursive(self):
        name = f"f{len(self.funs)}"
        self.emit(f"def {name}(n, x0):")
        self.emit("    if n <= 0:")
        self.emit(f"        return {self.pick(['x0', '1', '0.5', 'x0 + 1', 'n'])}")
        if self.chance(0.5):
            self.emit("    if n % 3 == 1:")
            self.emit(f"        x0 = {self.pick(['1.5', '2', 'x0 * 0.5', 'n'])}")
        more = f" + {name}(n - {self.r.randint(2, 3)}, x0)" if self.chance(0.4) else ""
        self.emit(f"    return {name}(n - 1, {self.pick(['x0', 'n', 'x0 + 1', '0.5', 'x0 - n'])}){more} {self.pick(['+ 1', '* 0.5', '- n', '+ x0'])}")
        self.names += 1
        self.emit(f"print([{name}(q, 1) for q in range({self.pick([12, 10])})])")
        self.emit(f"print([{name}(q, 1.5) for q in range(8)])")

    def program(self):
        self.emit("import math")
        self.emit("g0 = 1")
        for level in (2, 1, 0)[self.r.randint(0, 2):]:
            if self.chance(0.7):
                self.define(level)
        if self.chance(0.4):
            self.recursive()
        whole = self.chance(0.5)
        if whole:
            self.emit("def run():")
            self.indent += 1
        else:
            self.emit(f"K0 = {self.small()}")
        self.globals = () if whole else ("g0",)
        self.bind()
        self.calls = 4
        for _ in range(self.r.randint(1, 3)):
            self.depth = 0
            self.loop()
            names = [f"{letter}{j}" for letter, n in self.count.items() for j in range(n)]
            self.emit(f"print({', '.join(self.r.sample(names, min(len(names), 5)))})")
        self.emit(f"print({', '.join(names)}, g0)")
        if whole:
            self.indent -= 1
            values = [self.small() for _ in range(self.pick([1, 1, 1, 2, 3]))]
            if self.chance(0.1):
                values.append(self.pick(["True", "0", "1", values[0]]))
            self.emit(f"for K0 in ({', '.join(values)},):")
            self.emit("    run()")
        return "\n".join(self.lines) + "\n"


def generate(seed):
    kind = Loops if seed % 2 == 0 else Gen
    for k in range(100):
        text = kind(f"{seed}.{k}").program()
        try:
            compile(text, "program.py", "exec")
            return text
        except (SyntaxError, ValueError):
            continue
    raise SystemExit("no valid program")


# ---- CPython ----

def kinds():
    """The table of docs/python.md."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tools", "bobbin", "kinds.def")
    with open(path, encoding="utf-8") as f:
        return dict(re.findall(r'^KIND\("(\w+)", "(\w+)"\)', f.read(), re.M))


KINDS = kinds()


class Overflow(Exception):
    pass


class TooLong(Exception):
    pass


def look(v):
    if type(v) is int and not -2**63 <= v < 2**63:
        raise Overflow
    return v


def looking_sum(things, start=0):
    for t in things:
        start = look(start + t)
    return start


def looking_change(sequence, index, change):
    sequence[index] = look(change(sequence[index]))


def looking_formatted(form, values):
    """What "%d" and its like make of floats."""
    kinds = re.findall(r"%[-+ #0]*[0-9]*(?:\.[0-9]+)?([a-zA-Z])", form)
    for kind, v in zip(kinds, values if isinstance(values, tuple) else (values,)):
        if kind in "diuoxX" and isinstance(v, float) and abs(v) < float("inf"):
            look(int(v))
    return values


class Looking(ast.NodeTransformer):
    """Puts look() around whatever can make a number."""

    def wrap(self, node):
        self.generic_visit(node)
        call = ast.Call(ast.Name("__look", ast.Load()), [node], [])
        return ast.copy_location(call, node)

    visit_UnaryOp = wrap

    def visit_BinOp(self, node):
        text = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
        if text and isinstance(node.op, ast.Mod):  # "%d" makes ints of floats
            self.generic_visit(node)
            call = ast.Call(ast.Name("__formatted", ast.Load()), [node.left, node.right], [])
            node.right = ast.copy_location(call, node.right)
            return node
        return self.wrap(node)

    def visit_Call(self, node):
        # the sum of a generator expression is a loop that adds, of a list it is one operation
        if isinstance(node.func, ast.Name) and node.func.id == "sum" and isinstance(node.args[0], ast.GeneratorExp):
            node.func.id = "__sum"
        return self.wrap(node)

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        calls = any(isinstance(n, ast.Call) for n in ast.walk(node.target))
        if calls and isinstance(node.target, ast.Subscript):  # its parts are evaluated once
            old = ast.BinOp(ast.Name("__old", ast.Load()), node.op, node.value)
            change = ast.Lambda(ast.arguments([], [ast.arg("__old")], None, [], [], None, []), old)
            parts = [node.target.value, node.target.slice, change]
            return ast.copy_location(ast.Expr(ast.Call(ast.Name("__change", ast.Load()), parts, [])), node)
        target = ast.parse(ast.unparse(node.target), mode="eval").body
        for n in ast.walk(target):
            ast.copy_location(n, node)
        check = ast.Expr(ast.Call(ast.Name("__look", ast.Load()), [target], []))
        return [node, ast.copy_location(check, node)]


def alarm(signum, frame):
    raise TooLong


def run_python(text, looking=False):
    """(kind, line, output, message); kind None where it took too long."""
    out, saved = io.StringIO(), sys.stdout
    names = {"__name__": "__main__"}
    if looking:
        tree = ast.fix_missing_locations(Looking().visit(ast.parse(text)))
        code = compile(tree, "program.py", "exec")
        names.update(__look=look, __sum=looking_sum, __change=looking_change,
                     __formatted=looking_formatted)
    else:
        code = compile(text, "program.py", "exec")
    sys.stdout = out
    signal.setitimer(signal.ITIMER_REAL, 5)
    try:
        exec(code, names)
        result = ("ok", 0, "")
    except TooLong:
        result = (None, 0, "")
    except SystemExit as e:
        result = ("exit", 0, str(e.code or 0))
    except BaseException as e:
        line, t = 0, e.__traceback__
        while t is not None:
            if t.tb_frame.f_code.co_filename == "program.py":
                line, inner = t.tb_lineno, t
            last, t = t, t.tb_next
        name = type(e).__name__
        if name == "Overflow":
            result = ("IntegerOverflow", line, "")
        else:
            result = (KINDS.get(name, "UserError"), line, name + (": " + str(e) if str(e) else ""))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdout = saved
    try:
        output = re.sub(r"(<function \w+) at 0x[0-9a-f]+>", r"\1>", out.getvalue()).encode()
    except UnicodeEncodeError:
        output = out.getvalue().encode(errors="replace")
    return result[0], result[1], output, result[2]


# ---- Bobbin ----

engine = []  # of pyrun


def run_bobbin(pyrun, texts):
    """[(kind, line, output, message, heap, check)]"""
    with tempfile.NamedTemporaryFile() as f:
        for t in texts:
            b = t.encode()
            f.write(b"%d\n" % len(b) + b)
        f.flush()
        p = subprocess.run([pyrun, *engine, f.name], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    data, at, results = p.stdout, 0, []
    while at < len(data):
        end = data.find(b"\n", at)
        head = data[at:end].decode().split()
        if len(head) != 6:
            break
        n, m = int(head[3]), int(head[4])
        at = end + 1
        results.append((head[0], int(head[1]), data[at:at + n], data[at + n:at + n + m].decode(errors="replace"),
                        int(head[2]), head[5]))
        at += n + m + 1
    if len(results) < len(texts):
        results.append(("crash", 0, b"", f"status {p.returncode}: " + p.stderr.decode(errors="replace")[-3000:], 0, "-"))
    return results


def compare(text, b):
    """None where both agree, "skip" where CPython can't say, else what differs."""
    kind, line, output, message, heap, check = b
    if kind == "crash":
        return "crash: " + message
    if check != "-":
        return check
    if kind == "refused":
        return "refused"
    if kind == "OutOfFuel" or kind == "OutOfMemory" or kind == "OutputExceeded":
        return "skip"
    python = run_python(text, looking=kind == "IntegerOverflow")
    if python[0] is None:
        return "skip"
    if kind == "ValueError" and "not ASCII" in message and python[2].startswith(output):
        return "skip" # machine.md, 10: CPython's or ValueError
    if output != python[2]:
        a, c = output.split(b"\n"), python[2].split(b"\n")
        i = 0
        while i < min(len(a), len(c)) and a[i] == c[i]:
            i += 1
        return f"output differs in line {i + 1}: bobbin {b''.join(a[i:i+1])[:200]!r} python {b''.join(c[i:i+1])[:200]!r}" \
               f" (bobbin {kind} {message} at {line}, python {python[0]} {python[3]} at {python[1]})"
    if kind == "IntegerOverflow" and line == python[1] and python[3].startswith(("OverflowError", "MemoryError")):
        return None
    if kind == python[0] == "UndefinedVariable" and line > python[1] and python[3].startswith("UnboundLocalError") \
            and message.split("'")[1] == python[3].split("'")[1]:
        return "skip" # behind a loop CPython 3.11 names the line before for a local that is not bound
    if (kind, line) != python[:2] and not (kind == "UserError" and line == python[1] and message == python[3]):
        return f"bobbin {kind} ({message}) at {line}, python {python[0]} ({python[3]}) at {python[1]}"
    if kind == "UserError" and message != python[3]:
        return f"bobbin {message!r}, python {python[3]!r}"
    return None


def verdict(pyrun, text):
    try:
        compile(text, "program.py", "exec")
    except Exception:
        return None
    return compare(text, run_bobbin(pyrun, [text])[0])


def sort_of(difference):
    return difference and difference.split(":")[0].split(" (")[0].split(" in line")[0][:40]


def smaller(tree):
    """Programs like this one with something taken out: as functions that edit a fresh tree."""
    nodes = list(ast.walk(tree))
    for i, node in enumerate(nodes):
        for field in ("body", "orelse"):
            items = getattr(node, field, None)
            if isinstance(items, list):
                step = len(items)
                while step >= 1:
                    for k in range(0, len(items), step):
                        yield i, field, k, step, None
                    step //= 2
                for k, s in enumerate(items):
                    if isinstance(getattr(s, "body", None), list):
                        yield i, field, k, 1, "body"
    for i, node in enumerate(nodes):
        for field, child in ast.iter_fields(node):
            for k, e in enumerate(child) if isinstance(child, list) else [(None, child)]:
                if isinstance(e, ast.expr) and not isinstance(getattr(e, "ctx", None), (ast.Store, ast.Del)):
                    inner = [n for n in ast.iter_child_nodes(e) if isinstance(n, ast.expr)]
                    for m in range(len(inner)):
                        yield i, field, k, m, "child"
                    if not isinstance(e, (ast.Constant, ast.Name)):
                        yield i, field, k, 0, "zero"


def apply(tree, edit):
    i, field, k, n, what = edit
    node = list(ast.walk(tree))[i]
    value = getattr(node, field)
    if what is None:
        value[k:k + n] = []
        if not value and field == "body":
            value.append(ast.Pass())
    elif what == "body":
        value[k:k + 1] = value[k].body
    else:
        e = value if k is None else value[k]
        new = ast.Constant(0)
        if what == "child":
            new = [c for c in ast.iter_child_nodes(e) if isinstance(c, ast.expr)][n]
        if k is None:
            setattr(node, field, new)
        else:
            value[k] = new
    return tree


def shrink(pyrun, text, difference):
    want = sort_of(difference)
    try:
        base = ast.unparse(ast.parse(text)) + "\n"
    except RecursionError:
        return text, difference
    d = verdict(pyrun, base)
    if sort_of(d) != want:
        return text, difference
    text, difference, tries = base, d, 0
    again = True
    while again and tries < 4000:
        again = False
        for edit in smaller(ast.parse(text)):
            tries += 1
            if tries >= 4000:
                break
            try:
                new = ast.unparse(ast.fix_missing_locations(apply(ast.parse(text), edit))) + "\n"
            except Exception:
                continue
            if len(new) >= len(text):
                continue
            d = verdict(pyrun, new)
            if sort_of(d) == want:
                text, difference, again = new, d, True
                break
    return text, difference


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--pyrun", default="build/tests/pyrun")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--count", type=int, default=2000)
    a.add_argument("--save", help="writes programs that differ or are refused below this directory")
    a.add_argument("--most", type=int, default=1, help="stop after so many differences")
    a.add_argument("--show", action="store_true", help="print the program of that seed alone")
    a.add_argument("--engine", help="of Bobbin; the default one if not given")
    o = a.parse_args()
    engine.extend(["--engine", o.engine] if o.engine else [])
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, alarm)
    if o.show:
        print(generate(o.seed), end="")
        return 0
    passed = failed = skipped = 0
    refused, kinds = {}, {}
    refusals = 0
    done = 0
    while done < o.count and failed < o.most:
        seeds = range(o.seed + done, o.seed + min(o.count, done + BATCH))
        texts = [generate(s) for s in seeds]
        results = run_bobbin(o.pyrun, texts)
        for seed, text, b in zip(seeds, texts, results):
            done += 1
            kinds[b[0]] = kinds.get(b[0], 0) + 1
            d = compare(text, b)
            if d is None:
                passed += 1
            elif d == "skip":
                skipped += 1
            elif d == "refused":
                refusals += 1
                refused.setdefault(b[3], seed)
            else:
                failed += 1
                print(f"seed {seed}: {d}", flush=True)
                if o.save:
                    os.makedirs(o.save, exist_ok=True)
                    with open(f"{o.save}/{seed}.py", "w") as f:
                        f.write(text)
                small, d = shrink(o.pyrun, text, d)
                print(f"shrunk: {d}\n{small}", flush=True)
                if b[0] == "crash" or failed >= o.most:
                    break
    for message, seed in sorted(refused.items(), key=lambda x: x[1])[:20]:
        print(f"refused (seed {seed}): {message}")
    print("outcomes:", ", ".join(f"{k} {n}" for k, n in sorted(kinds.items())))
    print(f"{skipped} without an answer of CPython, {refusals} of {done} refused ({100 * refusals / max(done, 1):.2f} %)")
    if refusals * 50 > done:
        print("too many are refused")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
