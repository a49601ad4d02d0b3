#!/usr/bin/python3
"""Writes tests/programs/generated/*.rows: what CPython makes of operations on operands of
all types, at the edges, in the words of tests/programs/README.md.

CPython's errors become Bobbin's kinds: an int outside 64 bits is IntegerOverflow, an
OverflowError where the result is a float ValueError, a complex result ValueError,
IndexError IndexOutOfRange, ZeroDivisionError DivisionByZero. Each operand is built anew
for each use, since nan has no identity in Bobbin.

Run from the repository's root; needs CPython 3.11."""

import math
import operator
import re
import sys

BIG = 2**63
INF = math.inf


class Function:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return f"<function {self.name}>"


F, G = Function("f"), Function("g")


class Huge(Exception):
    """Too large to try in CPython: an IntegerOverflow, or not asked at all."""


def token(v):
    """A value as a row's literal."""
    if v is None or isinstance(v, bool):
        return str(v).lower()
    if isinstance(v, str):
        out = ""
        for c in v:
            if c in '"\\':
                out += "\\" + c
            elif ord(c) < 32 or ord(c) == 127:
                out += "\\x%02x" % ord(c)
            else:
                out += c
        return f'"{out}"'
    if isinstance(v, list):
        return "[" + ", ".join(map(token, v)) + "]"
    if isinstance(v, tuple):
        return "(" + ", ".join(map(token, v)) + ("," if len(v) == 1 else "") + ")"
    if isinstance(v, Function):
        return "&" + v.name
    return repr(v)


def fresh(v):
    """The value again, no nan the same object."""
    if isinstance(v, list):
        return [fresh(x) for x in v]
    if isinstance(v, tuple):
        return tuple([fresh(x) for x in v])
    return float("nan") if isinstance(v, float) and v != v else v


def fits(v):
    if isinstance(v, (list, tuple)):
        return all(map(fits, v))
    return not isinstance(v, int) or -BIG <= v < BIG


# What it is that a list has and another has not: for operations a type, for methods an attribute.
NO_ATTRIBUTE = "!TypeError"


def answer(function, args, overflow):
    """The right side of a row: reprs, or a kind. None where it should not be asked."""
    args = [fresh(a) for a in args]
    try:
        results = function(*args)
    except ZeroDivisionError:
        return "!DivisionByZero"
    except IndexError:
        return "!IndexOutOfRange"
    except OverflowError:
        return overflow and "!" + overflow
    except (MemoryError, Huge):
        return None
    except AttributeError:
        return NO_ATTRIBUTE
    except TypeError:
        return "!TypeError"
    except ValueError:
        return "!ValueError"
    if not isinstance(results, Stack):
        results = Stack([results])
    if any(isinstance(r, complex) for r in results.values):
        return "!ValueError"
    if not all(map(fits, results.values)):
        return "!IntegerOverflow"
    text = " ".join(map(repr, results.values))
    return None if re.search(r"\\[uU]|\\x[89a-f]", text) else text  # escapes are test_text.c's matter


class Stack:
    """Several results."""

    def __init__(self, values):
        self.values = values


class Rows:
    def __init__(self, name, about):
        self.path = f"tests/programs/generated/{name}.rows"
        self.lines = [f"; {about}; made by tests/data/make_rows.py"]

    def add(self, args, op, function, overflow="IntegerOverflow", before=None):
        right = answer(function, args, overflow)
        if right is not None:
            left = before if before is not None else " ".join(map(token, args))
            self.lines.append(f"{left} {op} -> {right}".strip())

    def write(self):
        with open(self.path, "w", encoding="utf-8") as f:
            f.write("\n".join(dict.fromkeys(self.lines)) + "\n")


# ---- operators ----


def is_int(*values):
    return all(isinstance(v, int) for v in values)


def power(a, b):
    if is_int(a, b) and b > 64:
        if abs(a) > 1:
            return BIG
        return int(a) ** (2 + b % 2)
    return a**b


def shift_left(a, b):
    if is_int(a, b) and b > 64:
        return BIG if a else 0
    return a << b


def shift_right(a, b):
    return a >> (min(b, 64) if is_int(a, b) else b)


def multiply(a, b):
    for seq, n in ((a, b), (b, a)):
        if isinstance(seq, (str, list, tuple)) and is_int(n) and len(seq) * n > 1000:
            raise Huge
    return a * b


def modulo(a, b):
    if isinstance(a, str):
        raise TypeError
    return a % b


def wrap(function):
    def wrapped(a, b):
        if not is_int(a, b):
            raise TypeError
        r = function(a, b) % 2**64
        return r - 2**64 if r >= BIG else r

    return wrapped


def logical_right(a, b):
    if b < 0:
        raise ValueError
    return (a % 2**64) >> b


def wrap_left(a, b):
    if b < 0:
        raise ValueError
    return 0 if b > 63 else a << b


ARITHMETIC = [
    ("ADD", operator.add),
    ("SUB", operator.sub),
    ("MUL", multiply),
    ("DIV", operator.truediv),
    ("FLOORDIV", operator.floordiv),
    ("MOD", modulo),
    ("POW", power),
]
BITS = [
    ("AND", operator.and_),
    ("OR", operator.or_),
    ("XOR", operator.xor),
    ("SHL", shift_left),
    ("SHR", shift_right),
]
WRAPPING = [
    ("WRAP_ADD", wrap(operator.add)),
    ("WRAP_SUB", wrap(operator.sub)),
    ("WRAP_MUL", wrap(operator.mul)),
    ("WRAP_SHL", wrap(wrap_left)),
    ("SHR_LOGICAL", wrap(logical_right)),
]
COMPARISONS = [
    ("EQ", operator.eq),
    ("NE", operator.ne),
    ("LT", operator.lt),
    ("LE", operator.le),
    ("GT", operator.gt),
    ("GE", operator.ge),
]
CHOICES = [("MIN", min), ("MAX", max)]

MIXED = [None, True, 0, 3, -2, 2.5, math.nan, "", "é", (), (1, 2), [], [1, "x"], F, G]
INTS = [0, 1, -1, 2, -3, 63, 64, 2**53 + 1, BIG - 1, -BIG, 3037000500, True, False]
FLOATS = [0.0, -0.0, 1.0, -1.5, 2.0**53, 2.0**63, -1e308, 5e-324, INF, -INF, math.nan]


def overflow_of(a, b):
    return "ValueError" if isinstance(a, float) or isinstance(b, float) else "IntegerOverflow"


def binary_rows():
    rows = Rows("binary", "each operator on each pair of types")
    choices = [("IN", lambda a, b: a in b)] + CHOICES
    for op, function in ARITHMETIC + BITS + WRAPPING + COMPARISONS + choices:
        brief = op.startswith("WRAP") or op in ("OR", "XOR", "NE", "LE", "GE", "SHR_LOGICAL", "SHR", "MAX")
        for a in MIXED:
            for b in MIXED:
                if brief and a != 3 and b != 3 and type(a) != type(b):
                    continue
                rows.add([a, b], op, function, overflow_of(a, b))
    rows.write()


def number_rows():
    rows = Rows("numbers", "operators on numbers at the edges")
    for op, function in ARITHMETIC + BITS + WRAPPING + CHOICES:
        for a in INTS:
            for b in INTS:
                if op not in ("AND", "OR", "XOR", "MIN", "MAX") or a in (-1, BIG - 1, -BIG):
                    rows.add([a, b], op, function)
    numbers = FLOATS + [0, -3, 2**53 + 1, BIG - 1, -BIG, True]
    for op, function in ARITHMETIC + COMPARISONS + CHOICES:
        for a in numbers:
            for b in numbers:
                if isinstance(a, float) != isinstance(b, float) or op in ("FLOORDIV", "MOD", "POW"):
                    rows.add([a, b], op, function, "ValueError")
    rows.write()


SEQUENCES = [
    [], [1], [1, 2], [1, 3], [2], [1, 2, 3], [1.0, 2], [True], [None], ["a"], ["a", 1], [[]], [[1], 2],
    [[1], 3], [(1,)], [math.nan], [math.nan, 1], [F], (), (1,), (1, 2), (1, None), (1, "b"), ((),), ((1, 2), 3),
    [2**53 + 1], [2.0**53], [-0.0], [0],
]
STRINGS = ["", "a", "b", "ab", "aa", "abc", "é", "éa", "z", "日本", "日", "🐍", "\uffff", "A", " ", "a\x00b", "a\x00"]


def compare_rows():
    rows = Rows("compare", "comparison of sequences and strings")
    for values, ops in ((SEQUENCES, COMPARISONS), (STRINGS, COMPARISONS[:1] + COMPARISONS[2:4])):
        for op, function in ops:
            for a in values:
                for b in values:
                    if values is STRINGS or op == "LT" or len(a) + len(b) == 3 or (op == "EQ" and a == b):
                        rows.add([a, b], op, function)
    for item in [None, 1, 1.0, True, "a", math.nan, [], [1], (1,), (), F, 2**53, -0.0]:
        for sequence in SEQUENCES:
            rows.add([item, sequence], "IN", lambda a, b: a in b)
    for item in STRINGS:
        for sequence in STRINGS:
            rows.add([item, sequence], "IN", lambda a, b: a in b)
    rows.write()


# ---- one operand ----

TEXTS = [
    "", " ", "0", "-0", "+5", "- 5", "--5", "12", " 12 ", "\t\n12\r", "1 2", "1_000", "_1", "1_", "1__0", "0x10",
    "0b1", "012", "00", "1.5", "1e3", "1E3", "e3", "1e", ".5", "5.", ".", "1_0.0_1", "1._5", "1_.5", "1e1_0",
    "1e400", "-1e400", "1e-400", "inf", "-inf", "+Infinity", "INF", "infinit", "nan", "-nan", "NaN", "9223372036854775807",
    "9223372036854775808", "-9223372036854775808", "-9223372036854775809", "99999999999999999999999", "0.1", "1e22",
    "1e23", "123456789012345678901234567890", "4.9e-324", "2.4e-324", "2.5e-324", "1.7976931348623157e308",
    "1.7976931348623159e308", "9007199254740993", "0.3000000000000000166533453694", "True", "None", "a", "é",
    "1\x0012", "0x1p3", "1j", "++1", "1+1", "\x1c7\x1f",
]


def to_float(v):
    return float(v)


def unary_rows():
    rows = Rows("unary", "operations on one operand")
    ops = [
        ("NEG", operator.neg),
        ("POS", operator.pos),
        ("INVERT", operator.invert),
        ("NOT", operator.not_),
        ("ABS", abs),
        ("TO_INT", int),
        ("TO_FLOAT", to_float),
        ("TO_STR", str),
        ("TO_BOOL", bool),
        ("LEN", len),
        ("ORD", ord),
    ]
    values = MIXED + INTS + FLOATS + SEQUENCES + STRINGS
    values += [0.5, 1.5, 9.5, -9.99, 1e15, 1e16, 1e17, 123456789.125, 1e-4, 1e-5, 1 / 3, 2.0**63 - 1024, -(2.0**63), 1e22]
    values += ["it's", 'say "x"', "it's \"x\"", "\\", "\n\t\r", "\x7f\x01", ["it's", "é", "\n"]]
    for op, function in ops:
        for v in values:
            rows.add([v], op, function)
    for v in TEXTS:
        rows.add([v], "TO_INT", int)
        rows.add([v], "TO_FLOAT", to_float)
    for v in MIXED + [65, 0, 127, 128, 233, 0x7FF, 0x800, 0xD7FF, 0xE001, 0x10FFFF + 1, 0x1F40D, -1]:
        rows.add([v], "CHR", chr)
        rows.add([v], "CHR ORD", lambda a: ord(chr(a))) if is_int(v) and 0 <= v < 0x110000 else None
    rows.write()


def math_rows():
    rows = Rows("math", "the functions of MATH")
    one = "sqrt sin cos tan asin acos atan exp log log2 log10 floor ceil fabs".split()
    values = [0, 1, -1, 2, 4, True, 0.0, -0.0, 0.5, -0.5, 1.5, -2.5, 10, 100, 8, 1e300, 1e-300, 5e-324, INF, -INF]
    values += [math.nan, 709.0, 1000, -1000, BIG - 1, -BIG, 2.0**63, 2.0**62, 1e19, None, "1", [], F]
    for name in one:
        for v in values:
            overflow = "IntegerOverflow" if name in ("floor", "ceil") else "ValueError"
            rows.add([v], f"MATH:{name}", getattr(math, name), overflow)
    pairs = [0, 3, 4.0, -1, 0.0, -0.0, 1e200, 5e-324, INF, -INF, math.nan, None, "x"]
    for name in ("atan2", "hypot"):
        for a in pairs:
            for b in pairs:
                rows.add([a, b], f"MATH:{name}", getattr(math, name), "ValueError")
    rows.write()


# ---- sequences ----


def sequence_rows():
    rows = Rows("sequences", "elements, slices, filling")
    sequences = [[], [1], [1, 2, 3], [1.5, 2.5], [True, False], [1, "a", None], [[1]], (), (1, (2,), "c")]
    sequences += ["", "abc", "é", "aéb", "a🐍b"]
    indices = [0, 1, 2, 3, -1, -2, -3, -4, True, BIG - 1, -BIG, 0.0, None, "0", F]
    for s in sequences:
        for i in indices:
            rows.add([s, i], "INDEX_GET", lambda a, b: a[b])
    bounds = [None, 0, 1, 5, -1, -5, BIG - 1, -BIG]
    for s in sequences:
        for a in bounds:
            for b in bounds:
                rows.add([s, a, b], "SLICE_GET", lambda x, y, z: x[y:z])
    for a, b in [(1.0, None), (None, 1.0), ("0", 1), (0, F), ([], ())]:
        rows.add([[1, 2], a, b], "SLICE_GET", lambda x, y, z: x[y:z])
    for v in [None, 5, [1, 2], F]:
        rows.add([v, 0, 1], "SLICE_GET", lambda x, y, z: x[y:z])
        rows.add([v, "a"], "INDEX_GET", lambda x, y: x[y])
    for v in MIXED:
        for n in (0, 1, 3, -1, -BIG, True, False):
            rows.add([v, n], "LIST_FILL", lambda a, b: [a] * b)
        rows.add([v, v], "LIST_FILL", lambda a, b: [a] * operator.index(b))

    def assigned(s, i, v):
        s[i] = v
        return s

    for s in sequences + [None, 5]:
        for i in indices[:8] + ["0", None]:
            for v in (9, "x") if isinstance(s, list) else (9,):
                rows.add([s, i, v], "INDEX_SET", assigned, before=f"{token(s)} DUP {token(i)} {token(v)}")

    def appended(s, v):
        if not isinstance(s, list):
            raise TypeError
        s.append(v)
        return s

    for s in sequences + [None, 5, F]:
        for v in MIXED:
            rows.add([s, v], "LIST_APPEND", appended, before=f"{token(s)} DUP {token(v)}")

    def popped(s):
        if not isinstance(s, list):
            raise TypeError
        v = s.pop()
        return Stack([s, v])

    for s in sequences + MIXED:
        rows.add([s], "LIST_POP", popped, before=f"{token(s)} DUP")

    def unpacked(n):
        def unpack(s):
            values = list(s)
            if len(values) != n:
                raise ValueError
            return Stack(values[::-1])

        return unpack

    for s in sequences + MIXED:
        for n in range(4):
            rows.add([s], f"UNPACK:{n}", unpacked(n))
    for a in sequences:
        for b in sequences:
            rows.add([a, b], "ADD", operator.add)
        for n in (0, 1, 2, 5, -1, True):
            rows.add([a, n], "MUL", operator.mul)
            rows.add([n, a], "MUL", operator.mul)
    rows.write()


# ---- built-ins ----


def in_place(name):
    def call(s, *args):
        kind = {"index": (list, tuple, str), "count": (list, tuple, str)}.get(name, list)
        if not isinstance(s, kind):
            raise TypeError
        r = getattr(s, name)(*args)
        return Stack([s, r])

    return call


def method(name):
    def call(s, *args):
        if not isinstance(s, str):
            raise TypeError
        return getattr(s, name)(*args)

    return call


def delete(s, i):
    if not isinstance(s, list):
        raise TypeError
    del s[i]
    return Stack([s, None])


def insert(s, i, v):
    if not isinstance(s, list):
        raise TypeError
    s.insert(i, v)
    return Stack([s, None])


LISTS = [[], [1], [3, 1, 2], [2, 1, 2, 1], [1.5, 1, True], ["b", "a", "é", ""], [[2], [1, 5]], [(1, "a"), (0, "b")]]
LISTS += [[1, "a"], [None, None], [0, 0.0, False]]


def builtin_rows():
    rows = Rows("builtins", "CALL_BUILTIN")

    def call(name, function, args, overflow="IntegerOverflow"):
        rows.add(args, f"CALL_BUILTIN:{name}:{len(args)}", function, overflow)

    def call_method(name, args, function=None):
        before = token(args[0]) + " DUP " + " ".join(map(token, args[1:]))
        rows.add(args, f"CALL_BUILTIN:{name}:{len(args)}", function or in_place(name), before=before)

    values = LISTS + [(), (1, 2), (2, "x"), "", "abc", "éa", None, 5, 2.5, F]
    for v in values:
        for name in ("all", "any", "bool", "list", "tuple", "sorted", "sum", "min", "max", "repr"):
            call(name, getattr(__builtins__, name), [v])
        call("enumerate", lambda s: list(enumerate(s)), [v])
        call("enumerate", lambda s, n: list(enumerate(s, n)), [v, 5])
        call("reversed", lambda s: list(reversed(s)), [v])
        call("sorted", lambda s, r: sorted(s, reverse=r), [v, True])
        call("min_default", lambda s, d: min(s, default=d), [v, "none"])
        call("max_default", lambda s, d: max(s, default=d), [v, "none"])
        for w in LISTS[:3] + ["xy", None]:
            call("zip", lambda a, b: list(zip(a, b)), [v, w])
            call("zip_strict", lambda a, b: list(zip(a, b, strict=True)), [v, w])
    call("zip", lambda: [], [])
    for args in ([1, 2], [2, 1], [1, 1.0], [1.0, 1], [True, 1], ["b", "a"], [1, "a"], [[1], [2]], [3, 1, 2], [math.nan, 1]):
        call("min", min, args)
        call("max", max, args)
    for args in ([[1, 2], 10], [[[1], [2]], []], [[(1,)], ()], [[0.1] * 10], [[1, 0.5, True]], [[BIG - 1, 1]], [["a"], ""], [[1], None], [[], "x"]):
        call("sum", sum, args)
    for args in ([5], [0], [-1], [2, 5], [5, 2], [0, 10, 3], [10, 0, -3], [0, 5, 0], [BIG - 3, BIG - 1], [1.0], ["1"], [True], [1, None], [-BIG, -BIG + 2], [BIG - 4, BIG - 1, 2], [0, -5, -BIG]):
        call("range", lambda *a: list(range(*a)), args)
    numbers = [0, 1, -7, 7, 2, 2.5, -2.5, 0.0, -0.0, BIG - 1, -BIG, True, 1e308, INF, math.nan, None, "7"]
    for a in numbers:
        for b in numbers:
            call("divmod", divmod, [a, b], overflow_of(a, b))
            call("pow", power, [a, b], overflow_of(a, b))
            call("math_pow", math.pow, [a, b], "ValueError")
            call("math_fmod", math.fmod, [a, b], "ValueError")
            call("math_copysign", math.copysign, [a, b], "ValueError")
    for a, b, m in [(2, 10, 1000), (3, -1, 7), (2, -1, 4), (5, 0, 1), (-2, 3, 5), (2, 3, -5), (2, 3, 0), (BIG - 1, BIG - 1, BIG - 25), (-BIG, BIG - 1, -BIG), (2.0, 3, 5), (2, None, 5), (0, 0, 1), (7, BIG - 1, 1), (True, True, True)]:
        call("pow", pow, [a, b, m])
    for v in [0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1e16, 1e22, 5, -5, True, BIG - 1, INF, -INF, math.nan, None, "1", 0.1, -0.0, 1234.5678]:
        call("round", round, [v])
        for d in (None, 0, 1, 2, -1, -2, 20, 400, -400, True, 1.0):
            if not (isinstance(v, int) and d == -400):
                call("round", round, [v, d], "ValueError" if isinstance(v, float) and d is not None else "IntegerOverflow")
    for args in ([], [5], ["12"], ["12", 10], ["ff", 16], ["0xff", 16], ["0xff", 0], ["0b11", 0], ["0o17", 0], ["12", 0], ["012", 0], ["z", 36], ["z", 35], ["1", 1], ["1", 37], ["1", -1], [5, 10], ["9" * 19, 10], ["1" * 63, 2], ["1" * 64, 2], ["-" + "1" + "0" * 63, 2], ["", 0], ["0x", 0], ["0x_f", 0], ["1", 2.0]):
        call("int", int, args)
    for args in ([], [5], ["1.5"], [True], [None]):
        call("float", float, args)
    for args in ([], [5], ["a"], [None], [[1, "a"]]):
        call("str", str, args)
    for args in ([], [1, 2, 3], ["a", None, 1.5]):
        call("concat", lambda *a: "".join(map(str, a)), args)
    call("list", list, [])
    call("tuple", tuple, [])
    call("bool", bool, [])
    # arguments too few and too many
    for name, least, most in [("all", 1, 1), ("divmod", 2, 2), ("range", 1, 3), ("round", 1, 2), ("find", 2, 4), ("join", 2, 2), ("sorted", 1, 2), ("math_isqrt", 1, 1), ("insert", 3, 3)]:
        for n in (least - 1, most + 1):
            rows.lines.append("1 " * n + f"CALL_BUILTIN:{name}:{n} -> !TypeError")

    # operators in place
    def iadd(a, b):
        if isinstance(a, list) and not isinstance(b, (list, tuple, str)):
            raise TypeError
        return operator.iadd(a, b)

    for a in [[], [1], (), (1,), "a", 1, 2.5, None]:
        for b in [[], [2, "x"], (3,), "bé", 4, None]:
            call("iadd", iadd, [a, b])
            call("imul", lambda x, y: multiply(x, y), [a, b])

    # methods of lists
    for s in LISTS + [(1, 2, 1), "aba", None]:
        for i in (0, 1, -1, 5, -5, True, None, "0"):
            call_method("del_item", [s, i], delete)
            call_method("pop", [s, i])
            call_method("insert", [s, i, "new"], insert)
        for name in ("pop", "reverse", "sort", "copy", "clear"):
            call_method(name, [s])
        call_method("sort", [s, True], lambda x, r: in_place("sort")(x) if not isinstance(x, list) else Stack([x, x.sort(reverse=r)]))
        for v in (1, 1.0, "a", None, "", 2, [2], "ba"):
            call_method("append", [s, v])
            call_method("index", [s, v])
            call_method("count", [s, v])
            call_method("extend", [s, [v]])
        for other in ([], (1, "x"), "é!", None, 5):
            call_method("extend", [s, other])
        for bounds in ([0], [1], [-1], [1, 2], [0, 99], [-99, 99], [2, 1]):
            call_method("index", [s, 1, *bounds])
            call_method("index", [s, "a", *bounds])

    # methods of strings
    texts = ["", "abcabc", " a b  c ", "aXbXa", "éaé", "日本語日本", "\t x\n", "Mixed CASE 1"]
    for s in texts + [None, [1]]:
        for sub in ["", "a", "bc", "é", "本", None, 1]:
            for bounds in ([], [1], [-2], [0, 2], [2, 1], [99], [None, 3], [-99, None], [3, -1]):
                for name in ("find", "startswith", "endswith"):
                    if bounds in ([], [1], [2, 1]) or name == "find" and isinstance(s, str):
                        call(name, method(name), [s, sub, *bounds])
                if isinstance(s, str) and (not bounds or s in ("abcabc", "éaé", "")):
                    call("count", method("count"), [s, sub, *bounds])
                    call("index", method("index"), [s, sub, *bounds])
            call("split", method("split"), [s, sub])
            call("split", method("split"), [s, sub, 1])
            call("strip", method("strip"), [s, sub])
            call("replace", method("replace"), [s, sub, "<>"])
            for n in (0, 1, 2, -1):
                call("replace", method("replace"), [s, sub, "-", n])
        call("split", method("split"), [s])
        call("split", method("split"), [s, None, 1])
        call("strip", method("strip"), [s])
        if not isinstance(s, str) or s.isascii():
            call("upper", method("upper"), [s])
            call("lower", method("lower"), [s])
        for seq in ([], ["x"], ["x", "y"], ("é", "", "z"), "pq", ["x", 1], None):
            call("join", method("join"), [s, seq])
        for prefixes in ((), ("a",), ("z", "éa"), ("a", 1)):
            if not prefixes or prefixes[-1] != 1:
                call("startswith", method("startswith"), [s, prefixes])
                call("endswith", method("endswith"), [s, prefixes])

    # the module math
    for args in ([], [12], [12, 18], [0, 0], [-4, 6], [-BIG, 0], [BIG - 1, -BIG], [1.0, 2], [True, 3], [4, 6, 8]):
        call("math_gcd", math.gcd, args)
    singles = [0, 1, 2, 15, 16, -1, BIG - 1, 3037000499**2, True, 2.0, 2.5, -2.5, 0.0, -0.0, INF, -INF, math.nan, 180.0, None, "4", 1e19]
    for v in singles:
        for name in ("isqrt", "trunc", "isnan", "isinf", "isfinite", "degrees", "radians"):
            overflow = "IntegerOverflow" if name in ("isqrt", "trunc") else "ValueError"
            call("math_" + name, getattr(math, name), [v], overflow)
        call("math_log", math.log, [v], "ValueError")
        for base in (2, 10, 0.5, 1, 0, -1, INF):
            call("math_log", math.log, [v, base], "ValueError")
    for args in ([], [3], [3, 4], [1, 1, 1], [INF, math.nan], [math.nan, 1], [1e308, 1e308], [None], [0.1] * 10):
        call("math_hypot", math.hypot, args, "ValueError")
    rows.write()


if sys.version_info[:2] != (3, 11):
    sys.exit("make_rows.py needs CPython 3.11, whose answers the rows are")
binary_rows()
number_rows()
compare_rows()
unary_rows()
math_rows()
sequence_rows()
NO_ATTRIBUTE = "!UserError"
builtin_rows()
