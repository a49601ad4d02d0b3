#!/usr/bin/python3
"""Writes what CPython makes of the programs below tests/python, and of the kernels in
bench/kernels: one file `expect` a topic.

    tests/python/expect.py [TOPIC...]

The oracle is the python3 that runs this, meant to be /usr/bin/python3; its version stands at
the top of every file. The format is described in README.md.
"""
import ast
import os
import platform
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = os.path.join(HERE, "..", "..", "tools", "bobbin", "kinds.def")
NOT_RUN = {"refuse"}  # not programs that run
BENCH = os.path.join(HERE, "..", "..", "bench")
KERNELS = ["kernels", "kernels/more"]  # topics below bench


def kinds():
    with open(KINDS, encoding="utf-8") as f:
        return dict(re.findall(r'^KIND\("(\w+)", "(\w+)"\)', f.read(), re.M))


KIND_OF = kinds()


def run(source, args):
    """Output, exit status and standard error of a program."""
    with tempfile.TemporaryDirectory() as d:
        path = os.path.join(d, "program.py")
        with open(path, "w", encoding="utf-8", newline="") as f:
            f.write(source)
        env = dict(os.environ, PYTHONIOENCODING="utf-8", PYTHONDONTWRITEBYTECODE="1", PYTHONHASHSEED="0")
        p = subprocess.run([sys.executable, "-S", "-W", "ignore", path, *args], capture_output=True, timeout=300,
                           env=env, check=False)
    return p.stdout.decode(), p.returncode, p.stderr.decode()


def raised(source, line, name):
    """Whether the statement at a line is a raise or assert that makes this exception."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.stmt) and node.lineno <= line <= node.end_lineno:
            if isinstance(node, ast.Assert) and name == "AssertionError":
                return True
            if isinstance(node, ast.Raise) and node.exc is not None:
                f = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
                if isinstance(f, ast.Name) and f.id == name:
                    return True
    return False


def error_of(source, stderr):
    """What a traceback says, as `Kind line N[: message]`; None where there is none."""
    if not stderr.startswith("Traceback"):
        return None
    lines = [int(n) for n in re.findall(r'^  File ".*", line (\d+)', stderr, re.M)]
    tail = re.split(r"^(?=\w)", stderr, flags=re.M)[-1].rstrip("\n")
    name = re.match(r"\w+", tail).group()
    if raised(source, lines[-1], name):
        return f"UserError line {lines[-1]}: {tail}"
    tail = re.sub(r"\. Did you mean: .*\?$", "", tail)
    return f"{KIND_OF.get(name, 'UserError')} line {lines[-1]}: {tail}"


def escape(text):
    out = []
    for ch in text:
        if ch == "\\":
            out.append("\\\\")
        elif ch < " " or ch == "\x7f":
            out.append(f"\\x{ord(ch):02x}")
        else:
            out.append(ch)
    return "".join(out)


def expectation(source):
    """The lines after the name for a program."""
    m = re.match(r"# args: (.*)\n", source)
    args = m.group(1).split() if m else []
    lines = source.split("\n")
    marks = [(i, re.search(r"# bobbin: (\w+)$", line)) for i, line in enumerate(lines)]
    marks = [(i, m.group(1)) for i, m in marks if m]
    if marks:  # ends at the first mark, in Bobbin alone
        i, kind = marks[0]
        indent = re.match(r" *", lines[i]).group()
        lines[i] = indent + "raise SystemExit"
        stdout, status, stderr = run("\n".join(lines), args)
        if status != 0:
            raise SystemExit(f"the marked line {i + 1} is not reached: {stderr}")
        head = f"{kind} line {i + 1}"
    else:
        stdout, status, stderr = run(source, args)
        error = error_of(source, stderr)
        if error is not None:
            head = escape(error)
        elif stderr and status == 1:  # sys.exit("text")
            text = escape(stderr.rstrip("\n"))
            head = f"SystemExit: {text}"
        elif stderr:
            raise SystemExit(stderr)
        else:
            head = f"exit {status}"
    out = [head]
    pieces = stdout.split("\n")
    out += ["|" + escape(p) for p in pieces[:-1]]
    if pieces[-1]:
        out.append(">" + escape(pieces[-1]))
    return out


def topic(name):
    where = os.path.join(BENCH if name in KERNELS else HERE, name)
    programs = sorted(f for f in os.listdir(where) if f.endswith(".py"))
    with open(os.path.join(where, "expect"), "w", encoding="utf-8") as out:
        out.write(f"# CPython {platform.python_version()}, by tests/python/expect.py\n")
        for f in programs:
            with open(os.path.join(where, f), encoding="utf-8", newline="") as src:
                source = src.read()
            try:
                head, *rest = expectation(source)
            except (Exception, SystemExit) as e:
                print(f"{name}/{f}: {e!r}", file=sys.stderr)
                continue
            out.write("\n".join([f"{f} {head}", *rest]) + "\n")
    return len(programs)


def main():
    names = sys.argv[1:] or KERNELS + sorted(n for n in os.listdir(HERE) if n not in NOT_RUN
                                           and os.path.isdir(os.path.join(HERE, n)))
    names = [n for n in names if not n.startswith("_")]
    total = sum(topic(n) for n in names)
    print(f"{total} programs in {len(names)} topics, CPython {platform.python_version()}")


main()
