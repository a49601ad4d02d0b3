#!/usr/bin/python3
"""Writes tests/programs/{fuel,builtin}/surcharges.boba: for each operation whose work costs
fuel (docs/machine.md, 6) programs that do 63, 64, 65, 127, 128 and 129 units of it, with all
the fuel there is, with one too few, with just enough, and with enough for the instruction
alone. The counts come from the formulas of the contract, not from an engine.

Run from the repository's root."""

UNITS = (63, 64, 65, 127, 128, 129)


class Setup:
    """Instructions, and the fuel they cost beyond one each."""

    def __init__(self, lines=(), extra=0):
        self.lines = list(lines)
        self.extra = extra

    def __add__(self, other):
        return Setup(self.lines + other.lines, self.extra + other.extra)

    def cost(self):
        return len(self.lines) + self.extra


def fuel(units):
    return units // 64


def push(*values):
    return Setup([f"PUSH_CONST {v}" for v in values])


def do(line, units=0):
    return Setup([line], fuel(units))


def fill(value, n):
    return push(value, n) + do("LIST_FILL", n)


def text(n, c="a", end=""):
    return '"' + c * n + end + '"'


def repeated(c, n):
    """A string of n, not the constant."""
    return push(text(1, c), n) + do("MUL", n)


def in_strings(u):
    """A list whose first element is as long as what is sought, and the others are not."""
    return push(text(9, end="x"), text(9, end="y"), text(1, "b")) + do("LIST_NEW 2") + fill(text(1, "b"), u - 12) + do(
        "ADD", u - 10
    )


def last_index(u):
    return fill(0, u - 1) + push(1) + do("LIST_NEW 1") + do("ADD", u) + push(1)


SINGLE_LIST = do("LIST_NEW 1")

# name, the operation, what comes before it for u units
INSTRUCTIONS = [
    ("LIST_FILL", "LIST_FILL", lambda u: push(7, u)),
    ("MUL of a string", "MUL", lambda u: push('"a"', u)),
    ("MUL of a string that is not ASCII, by code points", "MUL", lambda u: push('"é"', u)),
    ("MUL of a list", "MUL", lambda u: push(7) + SINGLE_LIST + push(u)),
    ("MUL by a list", "MUL", lambda u: push(u, 7) + SINGLE_LIST),
    ("MUL of a tuple", "MUL", lambda u: push(7) + do("TUPLE_NEW 1") + push(u)),
    ("ADD of strings", "ADD", lambda u: push(text(u - 1), '"b"')),
    ("ADD of strings in place", "ADD", lambda u: push(text(32), text(25)) + do("ADD") + push(text(u - 57))),
    ("ADD of lists", "ADD", lambda u: fill(0, u - 1) + push(7) + SINGLE_LIST),
    ("SLICE_GET of a string", "SLICE_GET", lambda u: push(text(200), "none", u)),
    ("SLICE_GET of a list", "SLICE_GET", lambda u: fill(0, 200) + push(200 - u, "none")),
    ("SLICE_GET of a string that is not ASCII", "SLICE_GET", lambda u: push(text(400, "é"), 200, 200 + u)),
    ("EQ of equal strings", "EQ", lambda u: push(text(u)) + repeated("a", u)),
    (
        "EQ of strings up to the first difference",
        "EQ",
        lambda u: push(text(u - 1, end="b" + "a" * 100), text(u - 1, end="c" + "a" * 100)),
    ),
    (
        "NE of strings in bytes",
        "NE",
        lambda u: push(
            text((u - 1) // 2, "é", "x" if u % 2 else "xy"), text((u - 1) // 2, "é", "z" if u % 2 else "xz")
        ),
    ),
    ("LT of a string and a longer one", "LT", lambda u: push(text(u), text(u + 90))),
    ("GE of strings", "GE", lambda u: push(text(u - 1, end="b"), text(u - 1, end="c"))),
    ("EQ of lists", "EQ", lambda u: fill(0, u) + fill(0, u)),
    ("EQ of ints and floats in lists", "EQ", lambda u: fill(0, u) + fill("0.0", u)),
    ("LE of lists, one a prefix", "LE", lambda u: fill(0, u) + fill(0, u + 70)),
    (
        "EQ of an element and its bytes",
        "EQ",
        lambda u: push(text(u - 1)) + SINGLE_LIST + repeated("a", u - 1) + SINGLE_LIST,
    ),
    ("IN a list without it", "IN", lambda u: push(1) + fill(0, u)),
    ("IN a list of strings", "IN", in_strings),
    ("IN a string without it", "IN", lambda u: push('"b"', text(u))),
    ("IN a string, up to the end of what is found", "IN", lambda u: push('"bcd"', text(u - 3, end="bcd" + "a" * 200))),
    ("MIN", "MIN", lambda u: push(text(u), text(u + 5))),
    ("MAX", "MAX", lambda u: push(text(u - 1, end="b"), text(u - 1, end="c"))),
    ("LIST_NEW", "LIST_NEW {}", lambda u: push(*[7] * u)),
    ("LIST_NEW of two kinds", "LIST_NEW {}", lambda u: push(*[7] * (u - 1), "0.5")),
    ("TUPLE_NEW", "TUPLE_NEW {}", lambda u: push(*[7] * u)),
    ("UNPACK of a list", "UNPACK {}", lambda u: fill(7, u)),
    ("UNPACK of a tuple", "UNPACK {}", lambda u: fill(7, u) + do("CALL_BUILTIN tuple 1", u)),
    ("UNPACK of a string", "UNPACK {}", lambda u: push(text(u))),
    ("UNPACK of a string that is not ASCII", "UNPACK {}", lambda u: push(text(u, "é"))),
    ("TO_INT", "TO_INT", lambda u: push(text(u, "0"))),
    ("TO_INT, space included", "TO_INT", lambda u: push(text(u - 8, " ", "1_0     "))),
    ("TO_FLOAT", "TO_FLOAT", lambda u: push(text(u - 4, "1", ".5e1"))),
    ("TO_FLOAT of inf, space included", "TO_FLOAT", lambda u: push(text(u - 3, " ", "inf"))),
    ("TO_STR", "TO_STR", lambda u: push(text(u))),
    ("TO_STR of a list", "TO_STR", lambda u: push(text(u - 7), 7) + do("LIST_NEW 2")),
    ("PRINT", "PRINT 1", lambda u: push(text(u - 1))),
    ("PRINT of two, in bytes", "PRINT 2", lambda u: push(text(10, "é"), text(u - 22))),
]
BUILTINS = [
    ("list", 1, lambda u: fill(0, u)),
    ("tuple", 1, lambda u: fill(0, u)),
    ("range", 1, lambda u: push(u)),
    ("enumerate", 1, lambda u: fill(0, u)),
    ("zip", 2, lambda u: fill(0, u) + fill(0, u + 80)),
    ("reversed", 1, lambda u: fill(0, u)),
    ("sum", 1, lambda u: fill(0, u)),
    ("all", 1, lambda u: fill(1, u)),
    ("any", 1, lambda u: fill(0, u)),
    ("min", 1, lambda u: fill(0, u)),
    ("max", 1, lambda u: fill(0.5, u)),
    ("copy", 1, lambda u: fill(0, u)),
    ("reverse", 1, lambda u: fill(0, u)),
    ("extend", 2, lambda u: fill(0, 90) + fill(1, u)),
    ("iadd", 2, lambda u: fill(0, 90) + fill(1, u)),
    ("insert", 3, lambda u: fill(0, u) + push(0, 1)),
    ("pop", 2, lambda u: fill(0, u + 1) + push(0)),
    ("del_item", 2, lambda u: fill(0, 200) + push(199 - u)),
    ("count", 2, lambda u: fill(0, u) + push(1)),
    ("index", 2, last_index),
    ("join", 2, lambda u: push(text(u - 6), '"abc"', '"def"') + do("LIST_NEW 2")),
    ("upper", 1, lambda u: push(text(u))),
    ("int", 1, lambda u: push(text(u, "0"))),
    ("int", 2, lambda u: push(text(u - 1, "0", "z"), 36)),
    ("float", 1, lambda u: push(text(u, "0"))),
    ("repr", 1, lambda u: push(text(u - 2))),
    ("str", 1, lambda u: push(text(u))),
    ("concat", 2, lambda u: push(text(u - 3), 125)),
    ("print_sep", 4, lambda u: push(text(u - 4), 1, '"--"', '"!"')),
]
OUTPUT = {
    "PRINT": lambda u: "; expect: " + "a" * (u - 1),
    "PRINT of two, in bytes": lambda u: "; expect: " + "é" * 10 + " " + "a" * (u - 22),
    "print_sep": lambda u: "; output: " + "a" * (u - 4) + "--1!",
}


class Programs:
    def __init__(self, path):
        self.path = path
        self.lines = ["; made by tests/data/make_surcharges.py"]

    def program(self, name, setup, op, directives):
        self.lines += [f";;; {name}", *directives, ".func main"]
        self.lines += ["  " + line for line in setup.lines + [op, "HALT"]]

    def operation(self, name, pattern, make):
        for u in UNITS:
            op = pattern.format(u)
            setup, at = make(u), len(make(u).lines)
            cost = setup.cost()
            after = cost + 1 + fuel(u)
            output = [OUTPUT[name](u)] if name in OUTPUT else []
            self.program(f"{name}: {u} units", setup, op, [f"; count: {after + 1}", *output])
            if u not in (64, 128):
                continue
            failed = [f"; error: OutOfFuel main:{at}", f"; count: {cost}"]
            stopped = [f"; error: OutOfFuel main:{at + 1}", f"; count: {after}"]
            self.program(f"{name}: {u} units, one of fuel too few", setup, op, [f"; limits: fuel={after - 1}", *failed])
            self.program(f"{name}: {u} units, just enough", setup, op, [f"; limits: fuel={after}", *stopped, *output])
            if u == 128:
                self.program(f"{name}: {u} units, fuel for itself", setup, op, [f"; limits: fuel={cost + 1}", *failed])

    def call(self, op, before, parameters, others):
        """A call of a function with so many parameters and other locals: arguments are locals too,
        so that they count twice. It does nothing, and the others stand where it never comes."""
        setup, u = before + push(*[7] * parameters), 2 * parameters + others
        at, cost = len(setup.lines), setup.cost()
        after = cost + 1 + fuel(u)
        callee = [".func f " + " ".join(f"p{i}" for i in range(parameters)), "  PUSH_CONST 1", "  RETURN_VAL"]
        for i in range(others):
            callee += ["  PUSH_CONST 0", f"  STORE_NAME v{i}"]
        name = f"{op} with {parameters} arguments and {others} more locals"
        for what, limits, directives in (
            ("", None, ["; result: 1", f"; count: {after + 3}"]),
            (", one of fuel too few", after - 1, [f"; error: OutOfFuel main:{at}", f"; count: {cost}"]),
            (", just enough", after, ["; error: OutOfFuel f:0", f"; count: {after}"]),
        ):
            if limits is not None:
                directives = [f"; limits: fuel={limits}", *directives]
            self.program(name + what, setup, op, directives)
            self.lines += callee

    def sort(self, op, n):
        """n times the bit length of n, of elements that are sorted already."""
        setup = push(n) + do("CALL_BUILTIN range 1", n)
        count = setup.cost() + 1 + fuel(n * n.bit_length()) + 1
        self.program(f"{op} of {n}", setup, op, [f"; count: {count}"])

    def write(self):
        with open(self.path, "w", encoding="utf-8") as f:
            f.write("\n".join(self.lines) + "\n")


instructions = Programs("tests/programs/fuel/surcharges.boba")
for row in INSTRUCTIONS:
    instructions.operation(*row)
for sizes in ((0, 63), (0, 64), (31, 1), (31, 2), (32, 0), (32, 63), (1, 126), (20, 1000), (200, 0), (300, 700)):
    instructions.call("CALL_FUNC f", Setup(), *sizes)
    instructions.call(f"CALL_VALUE {sizes[0]}", Setup(["PUSH_FUNC f"]), *sizes)
instructions.write()
builtins = Programs("tests/programs/builtin/surcharges.boba")
for builtin, argc, before in BUILTINS:
    builtins.operation(builtin, f"CALL_BUILTIN {builtin} {argc}", before)
for size in (0, 1, 12, 13, 15, 16, 25, 26, 63, 64, 127, 128):
    builtins.sort("CALL_BUILTIN sorted 1", size)
    builtins.sort("CALL_BUILTIN sort 1", size)
builtins.write()
