"""Prints CPython's syntax tree of files as `pyparse --dump` prints Bobbin's: `pydump.py
FILE...`; or compares the two: `pydump.py --check PYPARSE FILE...`. What is outside the
subset is (U), without its children. Needs CPython 3.11."""
import ast
import struct
import subprocess
import sys
import warnings

warnings.simplefilter("ignore")
sys.setrecursionlimit(100000)
UNSUPPORTED = (ast.Await, ast.Yield,
               ast.YieldFrom)


class Dump:
    def __init__(self, source):
        self.lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self.out = []

    def column(self, line, offset):
        text = self.lines[line - 1]
        if text.isascii():
            return offset + 1
        return len(text.encode()[:offset].decode("utf-8", "replace")) + 1

    def place(self, n):
        return "@%d:%d-%d:%d" % (n.lineno, self.column(n.lineno, n.col_offset), n.end_lineno,
                                 self.column(n.end_lineno, n.end_col_offset))

    def p(self, *texts):
        self.out.extend(texts)

    def list(self, items):
        self.p(" [")
        for e in items:
            self.expr(e)
        self.p("]")

    def maybe(self, e):
        if e is None:
            self.p(" -")
        else:
            self.expr(e)

    def constant(self, v):
        if isinstance(v, bool) or v is None:
            self.p(repr(v))
        elif isinstance(v, int):
            self.p("int over %d" % (v == 2**63) if v >= 2**63 else "int %d" % v)
        elif isinstance(v, float):
            self.p("float %016x" % struct.unpack("<Q", struct.pack("<d", v)))
        else:
            v = "".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in v)
            self.p('str "', "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else "\\%02x" % b
                                    for b in v.encode()), '"')

    def expr(self, e):
        kind = type(e).__name__
        odd = isinstance(e, UNSUPPORTED)
        if isinstance(e, ast.Constant):
            odd = isinstance(e.value, (bytes, complex)) or e.value is ...
        self.p(" (", "U" if odd else kind, self.place(e))
        if not odd:
            getattr(self, kind, self.unknown)(e)
        self.p(")")

    def unknown(self, e):
        raise TypeError(e)

    def Constant(self, e):
        self.p(" ")
        self.constant(e.value)

    def JoinedStr(self, e):
        self.list(e.values)

    def FormattedValue(self, e):
        self.expr(e.value)
        self.p(" ", chr(e.conversion) if e.conversion != -1 else "-")
        self.maybe(e.format_spec)

    def ctx(self, e):
        return type(e.ctx).__name__

    def Name(self, e):
        self.p(" ", e.id, " ", self.ctx(e))

    def Tuple(self, e):
        self.p(" ", self.ctx(e))
        self.list(e.elts)

    List = Tuple

    def Dict(self, e):
        for k, v in zip(e.keys, e.values):
            if k is None:
                self.p(" **")
            else:
                self.expr(k)
            self.expr(v)

    def Set(self, e):
        self.list(e.elts)

    def op(self, e):
        self.p(" ", type(e.op).__name__)

    def BinOp(self, e):
        self.op(e)
        self.expr(e.left)
        self.expr(e.right)

    def UnaryOp(self, e):
        self.op(e)
        self.expr(e.operand)

    def BoolOp(self, e):
        self.op(e)
        self.list(e.values)

    def Compare(self, e):
        self.expr(e.left)
        for op, c in zip(e.ops, e.comparators):
            self.p(" ", type(op).__name__)
            self.expr(c)

    def Starred(self, e):
        self.expr(e.value)

    def NamedExpr(self, e):
        self.expr(e.target)
        self.expr(e.value)

    def Call(self, e):
        self.expr(e.func)
        self.list(e.args)
        for k in e.keywords:
            self.p(" ", k.arg or "**", "=")
            self.expr(k.value)

    def Attribute(self, e):
        self.p(" ", e.attr, " ", self.ctx(e))
        self.expr(e.value)

    def Subscript(self, e):
        self.p(" ", self.ctx(e))
        self.expr(e.value)
        self.expr(e.slice)

    def Slice(self, e):
        self.maybe(e.lower)
        self.maybe(e.upper)
        self.maybe(e.step)

    def IfExp(self, e):
        self.expr(e.test)
        self.expr(e.body)
        self.expr(e.orelse)

    def ListComp(self, e):
        self.expr(e.elt)
        for c in e.generators:
            self.p(" for")
            self.expr(c.target)
            self.expr(c.iter)
            self.list(c.ifs)

    GeneratorExp = SetComp = ListComp

    def DictComp(self, e):
        self.expr(e.key)
        e.elt = e.value
        self.ListComp(e)

    def Lambda(self, e):
        self.params(e.args)
        self.expr(e.body)

    # ---- statements ----

    def body(self, label, body):
        self.p(" ", label)
        for s in body:
            self.stmt(s)

    def stmt(self, s):
        kind = type(s).__name__
        method = getattr(self, "s_" + kind, None)
        if getattr(s, "decorator_list", None) and kind not in ("FunctionDef", "ClassDef") or \
                kind == "ImportFrom" and s.names[0].name == "*":
            method = None
        if method is None:
            self.p("\n(U)")
            return
        self.p("\n(", "Global" if kind == "Nonlocal" else kind, self.place(s))
        method(s)
        self.p(")")

    def s_FunctionDef(self, s):
        self.p(" ", s.name)
        if s.decorator_list:
            self.list(s.decorator_list)
        self.params(s.args)
        self.maybe(s.returns)
        self.body("body", s.body)

    def params(self, a):
        plain = a.posonlyargs + a.args
        defaults = [None] * (len(plain) - len(a.defaults)) + a.defaults
        params = list(zip(plain, defaults))
        if a.vararg:
            params.append((a.vararg, None))
        params += zip(a.kwonlyargs, a.kw_defaults)
        if a.kwarg:
            params.append((a.kwarg, None))
        for q, d in params:
            self.p(" (", "/" if q in a.posonlyargs else "*" if q in a.kwonlyargs else
                   "**" if q is a.vararg else "", q.arg)
            self.maybe(q.annotation)
            self.maybe(d)
            self.p(")")

    def s_Return(self, s):
        self.maybe(s.value)

    def s_Delete(self, s):
        self.list(s.targets)

    def s_Assign(self, s):
        self.list(s.targets)
        self.expr(s.value)

    def s_AugAssign(self, s):
        self.op(s)
        self.expr(s.target)
        self.expr(s.value)

    def s_AnnAssign(self, s):
        self.p(" %d" % s.simple)
        self.expr(s.target)
        self.expr(s.annotation)
        self.maybe(s.value)

    def s_For(self, s):
        self.expr(s.target)
        self.expr(s.iter)
        self.body("body", s.body)
        self.body("else", s.orelse)

    def s_While(self, s):
        self.expr(s.test)
        self.body("body", s.body)
        self.body("else", s.orelse)

    s_If = s_While

    def s_Raise(self, s):
        self.maybe(s.exc)
        self.maybe(s.cause)

    def s_Try(self, s):
        self.body("body", s.body)
        for h in s.handlers:
            self.p(" except ", h.name or "-")
            self.maybe(h.type)
            self.body("body", h.body)
        self.body("else", s.orelse)
        self.body("finally", s.finalbody)

    def s_Assert(self, s):
        self.expr(s.test)
        self.maybe(s.msg)

    def s_Import(self, s):
        self.p(" %d %s" % (getattr(s, "level", 0), getattr(s, "module", None) or "-"))
        for a in s.names:
            self.p(" ", a.name, self.place(a), " ", a.asname or "-")

    s_ImportFrom = s_Import

    def s_Global(self, s):
        for n in s.names:
            self.p(" ", n)

    def s_Nonlocal(self, s):
        self.p(" nonlocal")
        self.s_Global(s)

    def s_ClassDef(self, s): # its place alone: names in it are mangled already
        pass

    def s_Expr(self, s):
        self.expr(s.value)

    def s_Pass(self, s):
        pass

    s_Break = s_Continue = s_Pass


def dump(path):
    with open(path, "rb") as f:
        data = f.read()
    d = Dump(data.decode("utf-8-sig"))
    d.body("", ast.parse(data).body)
    return "=== " + path + "".join(d.out) + "\n"


def check(pyparse, paths):
    """Prints the first difference of each file that has one; the number of such files."""
    differ = 0
    for path in paths:
        try:
            want = dump(path).rstrip("\n").split("\n")
        except (SyntaxError, UnicodeDecodeError) as e:
            print("skipped %s: %s" % (path, e))
            continue
        run = subprocess.run([pyparse, "--dump", path], capture_output=True)
        got = run.stdout.decode().rstrip("\n").split("\n")
        if got == want and run.returncode == 0:
            continue
        if got == want:
            print(path, run.stderr.decode())
        differ += 1
        for x, y in zip(got + [""], want + [""]):
            if x != y:
                print("%s\n  bobbin  %s\n  cpython %s" % (path, x, y))
                break
    print("%d passed, %d failed" % (len(paths) - differ, differ))
    return differ


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        sys.exit(check(sys.argv[2], sys.argv[3:]) != 0)
    for path in sys.argv[1:]:
        sys.stdout.buffer.write(dump(path).encode())
