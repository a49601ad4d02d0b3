#!/usr/bin/python3
"""Small random programs that mostly fail, run by Bobbin and by this CPython.

    pyforms.py [--pyrun build/tests/pyrun] [--seed N] [--count N] [--engine NAME] [--most N]

Calls of built-ins, methods and functions with all sorts of arguments, operators, subscripts,
loops, unpacking, with values of all types, known to the compiler or not, some of which are
printed when they are evaluated; every other program has one token a line. Output, kind of
error, line and message must be CPython's. What is refused is no failure, but more than a
third is. The last line is `N passed, N failed`.
"""
import argparse
import io
import random
import re
import signal
import sys
import tokenize
import warnings

import pyrandom

BATCH = 500
VALUES = {
    "int": ["0", "1", "2", "3", "-1", "7", "100"],
    "bool": ["True", "False", "(1 > 2)", "not 0"],
    "float": ["1.5", "0.0", "-2.0", "1e300"],
    "str": ["''", "'a'", "'ab'", "'12'", "'x y'", "'%s'", "'%d'", "'{}'"],
    "list": ["[]", "[1]", "[1, 2]", "['a', 'b']", "[[1], 2]", "[3, 1, 2]"],
    "tuple": ["()", "(1,)", "(1, 2)", "('a', [1])"],
    "none": ["None"],
    "fun": ["f", "two"],
}
KINDS = ["int", "int", "int", "str", "str", "list", "list", "tuple", "float", "bool", "none", "fun"]
FUNCTIONS = {  # keywords
    "abs": [], "all": [], "any": [], "bool": [], "chr": [], "divmod": [], "float": [], "int": ["base"],
    "len": [], "list": [], "max": ["default"], "min": ["default"], "ord": [], "pow": ["base", "exp", "mod"],
    "repr": [], "round": ["ndigits", "number"], "sorted": ["reverse"], "str": [], "sum": ["start"], "tuple": [],
    "format": [], "two": ["a", "b"], "opt": ["a", "b", "c"], "none": [], "f": ["x"],
    "math.sqrt": [], "math.floor": [], "math.gcd": [], "math.isqrt": [], "math.log": [], "math.pow": [],
}
LAZY = {"range": [], "enumerate": ["start"], "zip": ["strict"], "reversed": []}
METHODS = {
    "append": 1, "pop": 1, "extend": 1, "insert": 2, "index": 2, "count": 1, "reverse": 0, "sort": 0, "copy": 0,
    "clear": 0, "join": 1, "split": 1, "strip": 0, "upper": 0, "lower": 0, "find": 2, "replace": 2,
    "startswith": 1, "endswith": 1, "format": 1,
}
HEAD = """import math
def f(x):
    print("f", x)
    return x
def two(a, b):
    return a
def opt(a, b=1, c=2):
    return b
def none():
    return None
"""


class Forms:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.names = []
        self.comprehension = 0

    def chance(self, p):
        return self.r.random() < p

    def pick(self, things):
        return things[self.r.randrange(len(things))]

    def value(self, kind=None):
        v = self.pick(VALUES[kind or self.pick(KINDS)])
        k = self.r.random()
        if k < 0.25:
            return f"f({v})"
        if k < 0.32:
            return f"[{v}][0]"
        if k < 0.4 and self.names:
            return self.pick(self.names)
        return f"({v})" if v.startswith(("-", "not")) or self.chance(0.1) else v

    def expr(self, d):
        if d <= 0 or self.chance(0.2):
            return self.value()
        k = self.r.randrange(20)
        a = lambda: self.expr(d - 1)
        if k < 3:
            op = self.pick(["+", "-", "*", "/", "//", "%", "**", "<<", ">>", "&", "|", "^"])
            right = self.pick(["0", "1", "2", "'a'", "None", "0.0"]) if op in ("**", "<<") else a()
            return f"({a()} {op} {right})"
        if k == 3:
            return f"({self.pick(['-', '+', '~', 'not '])}{a()})"
        if k == 4:
            return f"({a()} {self.pick(['<', '<=', '==', '!=', '>', 'in', 'not in'])} {a()})"
        if k == 5:
            return f"({a()} < {a()} <= {a()})"
        if k == 6:
            return f"({a()} {self.pick(['and', 'or'])} {a()})"
        if k == 7:
            return f"({a()} if {a()} else {a()})"
        if k == 8:
            return f"{self.value()}[{a()}]"
        if k == 9:
            return f"{self.value()}[{self.pick(['', a()])}:{self.pick(['', a()])}]"
        if k in (10, 11, 12):
            return self.call(d)
        if k in (13, 14, 15):
            return self.method(d)
        if k == 16:
            name = f"q{len(self.names)}"
            source = self.source(d - 1)
            self.names.append(name)
            element = self.expr(d - 1)
            test = f" if {self.expr(d - 1)}" if self.chance(0.3) else ""
            self.names.pop()
            loop = f"{element} for {name if self.chance(0.8) else name + ', ' + 'zz'} in {source}{test}"
            return self.pick(["[%s]", "[%s]", "sum(%s)", "max(%s)", "any(%s)", "list(%s)", "'-'.join(%s)"]) % loop
        if k == 17:
            return self.pick(["[%s, %s]", "(%s, %s)"]) % (a(), a())
        if k == 18:
            return f"list({self.source(d - 1)})"
        return "(" + self.pick(["'%s-%s'", "'%d'", "'%5.1f'", "'%x|%s'", "'%'"]) + f" % {self.pick([a(), '(%s, %s)' % (a(), a())])})"

    def arguments(self, least, most, keywords, d):
        n = self.r.randint(least, most) if self.chance(0.85) else self.r.randint(0, 4)
        out = [self.expr(d) for _ in range(n)]
        for k in self.r.sample(keywords, self.r.randint(0, len(keywords))) if self.chance(0.5) else []:
            out.append(f"{k}={self.pick(['True', 'False']) if k == 'strict' else self.expr(d)}")
        if self.chance(0.03):
            out.append(f"zz={self.expr(d)}")
        return ", ".join(out)

    def call(self, d):
        name = self.pick(list(FUNCTIONS))
        if self.names and self.chance(0.05):
            name = self.pick(self.names)
        return f"{name}({self.arguments(1, 2, FUNCTIONS.get(name, []), d - 1)})"

    def method(self, d):
        name = self.pick(list(METHODS))
        n = METHODS[name]
        words = {"sort": ["reverse"], "split": ["sep", "maxsplit"]}.get(name, [])
        receiver = self.value() if self.chance(0.5) else self.value("list" if name in "append pop extend insert sort" else "str")
        return f"{receiver}.{name}({self.arguments(max(0, n - 1) if n > 1 else n, n, words, d - 1)})"

    def source(self, d):
        if self.chance(0.35):
            return self.expr(d)
        name = self.pick(list(LAZY))
        inner = [self.expr(d) if self.chance(0.7) else self.source(d - 1) for _ in range(self.r.randint(1, 2))] \
            if name != "range" and d > 0 else [self.value("int") if self.chance(0.8) else self.expr(d - 1) for _ in range(self.r.randint(1, 3))]
        if name in ("reversed",):
            inner = inner[:1]
        if name == "enumerate" and len(inner) > 1:
            inner[1] = self.value()
        if name == "zip" and self.chance(0.2):
            inner.append("strict=True")
        if self.chance(0.02):
            inner.append("zz=1")
        return f"{name}({', '.join(inner)})"

    def target(self, d):
        k = self.r.randrange(6)
        if d > 0 and k == 0:
            return f"({self.target(d - 1)}, {self.target(d - 1)})"
        if d > 0 and k == 1:
            return f"{self.value('list')}[{self.value()}]"
        return self.pick(["v1", "v2", "v3"])

    def statement(self):
        k = self.r.randrange(16)
        e = lambda: self.expr(2)
        if k < 4:
            return f"print({e()})"
        if k < 6:
            name = self.pick(["v1", "v2", "v3"])
            text = f"{name} = {e()}"
            if name not in self.names:
                self.names.append(name)
            return text
        if k == 6:
            return f"{self.target(2)} = {e()}"
        if k == 7:
            return f"({self.target(1)}, {self.target(1)}) = {e()}"
        if k == 8:
            name = self.pick(self.names or ["v1"])
            return f"{name if self.chance(0.6) else self.value('list') + '[' + self.value() + ']'} " \
                   f"{self.pick(['+=', '*=', '-=', '//=', '%=', '|='])} {e()}"
        if k == 9:
            return f"del {self.value()}[{e()}]"
        if k == 10:
            return f"assert {e()}, {e()}" if self.chance(0.6) else f"assert ({e()})"
        if k in (11, 12):
            target = self.target(1)
            return f"for {target} in {self.source(2)}: print({e()})"
        if k == 13:
            return f"if {e()}: print({e()})"
        if k == 14:
            return f"while {e()}: break"
        return f"print(f'{{{self.pick(self.names or ['1'])}:{self.pick(['', '5', '.2f', 'd', 's', 'x', '>q', '!'])}}}', {e()})"

    def program(self):
        inside = self.chance(0.5)
        body = [self.statement() for _ in range(self.r.randint(1, 4))]
        if not inside:
            return HEAD + "\n".join(body) + "\n"
        head = ["v2 = [1]"] if self.chance(0.5) else []
        return HEAD + "def run(v1):\n" + "".join(f"    {s}\n" for s in head + body) + f"run({self.value()})\n"


def one_token_a_line(text):
    """The statements behind HEAD with every token on a line of its own."""
    out, level, fresh = [], 0, True
    for t in tokenize.generate_tokens(io.StringIO(text).readline):
        if t.type in (tokenize.ENCODING, tokenize.NL, tokenize.COMMENT, tokenize.ENDMARKER, tokenize.DEDENT):
            continue
        if t.type == tokenize.INDENT:
            continue
        if t.type == tokenize.NEWLINE:
            out.append("\n")
            fresh = True
            continue
        if fresh:
            out.append(re.match(r" *", t.line).group())
        elif t.string in ":)" and out[-1] == ":":
            pass
        else:
            out.append("\n  " if level > 0 else " \\\n  ")
        if t.string in ")]}":
            level -= 1
        out.append(t.string)
        if t.string in "([{":
            level += 1
        fresh = False
    return "".join(out)


def generate(seed):
    for k in range(100):
        text = Forms(f"{seed}.{k}").program()
        try:
            if seed % 2:
                text = HEAD + one_token_a_line(text[len(HEAD):])
            compile(text, "program.py", "exec")
            return text
        except (SyntaxError, ValueError, tokenize.TokenError):
            continue
    raise SystemExit("no valid program")


# What CPython's operators on the assigned say with a `=` more: docs/python.md.
def words(message):
    message = re.sub(r"(unsupported operand type\(s\) for (?:\*\*|[-+*/%@&|^]|//|<<|>>)(?: or pow\(\))?)=:", r"\1:", message)
    return message.replace("for **:", "for ** or pow():")


def compare(text, b):
    kind, line, output, message, _, check = b
    if kind == "crash":
        return "crash: " + message
    if kind == "refused":
        return "refused"
    if kind in ("OutOfFuel", "OutOfMemory", "OutputExceeded", "IntegerOverflow", "CallDepthExceeded", "StackOverflow"):
        return "skip"
    python = pyrandom.run_python(text)
    if python[0] is None or re.search(r"0x[0-9a-f]{6}", python[3]) or "complex" in python[3] + message + python[2].decode():
        return "skip"
    if b"j)" in python[2] or (kind == "ValueError" and "not ASCII" in message):
        return "skip"
    if output != python[2] and re.search(r"\b(str|repr|format|list|sorted|tuple)\(.*\b(two|f)\b(?!\()", text[len(HEAD):], re.S):
        return "skip"  # the text of a function has no address in it
    expected = python[3]
    if kind != "UserError" and ": " in expected:
        expected = expected.split(": ", 1)[1]
    if (kind, line, output) != python[:3]:
        return f"bobbin {kind} ({message}) at {line}, python {python[0]} ({python[3]}) at {python[1]}" + \
            ("" if output == python[2] else f", output {output!r} for {python[2]!r}")
    if kind not in ("ok", "exit") and words(message) != words(expected)[:len(message) if len(message) > 180 else None]:
        return f"bobbin says {message!r}, python {expected!r}"
    return None


def shrunk(pyrun, text, difference):
    """Without statements that change nothing; one token a line stays so."""
    lines = text[len(HEAD):].split("\n")
    sort = re.sub(r"\d+", "", difference)[:30]
    again = True
    while again:
        again = False
        for n in (4, 2, 1):
            for i in range(len(lines) - n + 1):
                less = lines[:i] + lines[i + n:]
                new = HEAD + "\n".join(less)
                try:
                    compile(new, "program.py", "exec")
                except Exception:
                    continue
                d = compare(new, pyrandom.run_bobbin(pyrun, [new])[0])
                if d not in (None, "skip", "refused") and re.sub(r"\d+", "", d)[:30] == sort:
                    lines, difference, again = less, d, True
                    break
            if again:
                break
    return "\n".join(lines), difference


def main():
    a = argparse.ArgumentParser()
    a.add_argument("--pyrun", default="build/tests/pyrun")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--count", type=int, default=2000)
    a.add_argument("--most", type=int, default=1, help="stop after so many differences")
    a.add_argument("--engine", help="of Bobbin; the default one if not given")
    a.add_argument("--show", action="store_true", help="print the program of that seed alone")
    o = a.parse_args()
    pyrandom.engine.extend(["--engine", o.engine] if o.engine else [])
    warnings.simplefilter("ignore")
    signal.signal(signal.SIGALRM, pyrandom.alarm)
    if o.show:
        print(generate(o.seed), end="")
        return 0
    passed = failed = skipped = refused = done = 0
    seen, refusals = set(), {}
    while done < o.count and failed < o.most:
        seeds = range(o.seed + done, o.seed + min(o.count, done + BATCH))
        texts = [generate(s) for s in seeds]
        for seed, text, b in zip(seeds, texts, pyrandom.run_bobbin(o.pyrun, texts)):
            done += 1
            d = compare(text, b)
            passed += d is None
            skipped += d == "skip"
            refused += d == "refused"
            if d == "refused":
                refusals.setdefault(re.sub(r"'\w+'|\w+\(\)|\d+", "..", b[3]), (seed, b[3]))
            if d in (None, "skip", "refused") or failed >= o.most:
                continue
            if o.most > 1 and re.sub(r"\d+|'[^']*'|\(.*?\)", "", d) in seen:
                continue
            seen.add(re.sub(r"\d+|'[^']*'|\(.*?\)", "", d))
            failed += 1
            small, d = shrunk(o.pyrun, text, d)
            print(f"seed {seed}: {d}\n{small}\n", flush=True)
    print(f"{skipped} without an answer of CPython, {refused} of {done} refused")
    if 3 * refused > done + 30:
        print("too many are refused")
        for s, m in sorted(refusals.values())[:20]:
            print(f"  seed {s}: {m}")
        failed += 1
    print(f"{passed} passed, {failed} failed")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
