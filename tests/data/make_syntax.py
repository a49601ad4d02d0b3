"""Writes tests/data/syntax.txt: erroneous sources with what CPython 3.11 says about each.
A row is LINE, CLASS and the source as a Python string literal in ASCII; run from the root:
python3 tests/data/make_syntax.py > tests/data/syntax.txt"""
import sys
import warnings

warnings.simplefilter("ignore")
assert sys.version_info[:2] == (3, 11), "the expectations are those of CPython 3.11"

SOURCES = [
    # indentation
    "if 1:\n    a\n  b\n", "if 1:\n        a\n\tb\n", "if x:\npass\n", "  x\n", "x\n  y\n",
    "def f():\n\tif x:\n        y\n", "if True:\n  x\n y\n", "x\n\f  y\n", "def f():\nx\n",
    "class A:\nx\n", "for x in y:\nz\n", "while x:\n", "if x:\n", "def f():\n    # only\n",
    "if x:\n  pass\n elif y:\n  pass\n", "try:\nx\n", "try:\n  x\nexcept:\ny\n", "with a:\nb\n",
    "if x:\n  y\nelse:\nz\n", "if 1:\n\tx\n        y\n", "\\\n  x\n",
    "".join(" " * i + "if 1:\n" for i in range(101)) + " " * 101 + "x\n",
    # brackets and line ends
    "try:\n  pass\n", "if x:\n  try:\n    pass\n", "if x:\n  try:\n    pass\n\n\ny\n", "@a\n", "@a\n\n# b\n",
    "try:\n", "match x:\n", "def f():\n  if x:\n\n\n", "class A:", "if x:\n  if y:\nz\n",
    "if x:\n  @a\ny\n", "for x in y:\n  pass\nelse:\n", "async\n", "\n\nx = (\n\n\n", "x = \\\n",
    "x=(1,\n2,\n\n", "f(\na\nb)\n", "f(a\nx=1\n", "(a, b\nc = 1\n", "(]\n", "(\n]\n", ")\n",
    "x = {\n  'a': 1,\n  'b': [1, 2\n}\n", "x = [\n 1,\n 2\n 3]\n", "[1 2]\n", "(1 +\n", "x=\\\n",
    "x=1\\", "x = 1 \\ y\n", "(" * 201 + ")" * 201 + "\n", "a = (\n\n1\n", "x = 1 +\ny = 2\n",
    # numbers
    "x = 1_\n", "1__0\n", "\n0777\n", "0xg\n", "1abc\n", "0b2\n", "0o8\n", "0_7\n", "1e\n", "1e+\n",
    "1.e\n", "1_.5\n", "0x_\n", "0b\n", "1.5abc\n", "1jx\n", "a.1\n", "1" * 4301 + "\n",
    # strings
    'x = """abc\n\n', "x = 'abc\ny\n", "x=('\\x1'\n+1)\n", "'\\U00110000'\n", "'\\N'\n", "'\\u12'\n",
    "b'\\x1'\n", "b'\u00e9'\n", "'a' b'b'\n", "'a\\\n", "ur'x'\n",
    # f-strings
    "x = (f'{'\n  + 1)\n", "x = (f'{a b}'\n  + 1)\n", "x=f'''\n{\na b\n}'''\n", "f'{}'\n", "f'{ }'\n",
    "f'{a!x}'\n", "f'{a!}'\n", "f'{a:{b:{c}}}'\n", "f'}'\n", "f'{a'\n", "f'{a\\n}'\n", "f'{a#}'\n",
    "f'{a)}'\n", "f'{(a}'\n", "f'{lambda x:1}'\n", "f'{*a}'\n", "f'{a=b}'\n", "f'{1a}'\n",
    "f'{a:}}'\n", "f'{\"'\n", "f'{a!r b}'\n", "f'{a\"\"}'\n", "f'''\n\n{x +}\n'''\n",
    # characters
    "x=$\n", "a ? b\n", "a!b\n", "a <> b\n", "`a`\n", "\u201ca\u201d\n", "x\ny\x01\n", "a\u20ac = 1\n",
    # statements
    "if x\n  pass\n", "def f()\n  pass\n", "class A\n", "else:\n pass\n", "x = = 1\n",
    "while x: pass\nelse: pass\nelse: pass\n", "for x y in z: pass\n", "for x in: pass\n",
    "while: pass\n", "with: pass\n", "with x as: pass\n", "with (a as b).c: pass\n", "if x: if y: z\n",
    "if x:;\n", "x;;y\n", ";\n", "pass x\n", "return return\n", "import a,\n", "import .a\n",
    "import a.b as c.d\n", "from x import a,\n", "from a import b.c\n", "from a import ()\n",
    "from x import (a, b\n", "global\n", "global x.y\n", "del\n", "assert x, y, z\n", "raise x, y\n",
    "raise x from\n", "try:\n pass\nx\n", "try: pass\nelse: pass\n",
    "try:\n pass\nexcept A, B:\n pass\n", "try:\n pass\nexcept:\n pass\nexcept A:\n pass\n",
    "try:\n pass\nexcept* A:\n pass\nexcept B:\n pass\n", "@a\nx=1\n", "print x\n", "exec 'x'\n",
    "async x\n", "match x:\npass\n", "match x:\n  x\n", "match x:\n case {**r, 'a':1}: pass\n",
    "match x:\n case 1+1: pass\n", "def f(: pass\n", "lambda x: = 1\n", "def f(a, (b, c)): pass\n",
    # parameters and arguments
    "def f(a,\n a):pass\n", "def f(x=1,\ny):pass\n", "def f(*):pass\n", "def f(*,**k):pass\n",
    "def f(**k,a):pass\n", "def f(a,/,b,/):pass\n", "def f(/,a):pass\n", "def f(*a,*b):pass\n",
    "def f(*,a,/):pass\n", "def f(a=): pass\n", "def f(1): pass\n", "def None(): pass\n",
    "lambda x, x: 1\n", "lambda x=1,y:1\n", "f(a=1,\na=2)\n", "f(a=1,\n2\n)\n", "f(**a,2)\n",
    "f(**a,*b)\n", "f(x for x in y, 1)\n", "f(1,\nx for x in y)\n", "f(1=2)\n", "f(a+b=2)\n",
    "f(None=1)\n", "f(\na b\n)\n", "f(*x for x in y)\n", "class A(b=1,b=2): pass\n",
    "def f(__debug__): pass\n",
    # targets
    "1 = x\n", "f() = 1\n", "a + 1 = 2\n", "None = 1\n", "x = 1 = y\n", "(a,\nf()) = 1\n", "'a' = 1\n",
    "a < b = 1\n", "lambda: 1 = 1\n", "... = 1\n", "{} = 1\n", "[x for x in y] = 1\n", "__debug__ = 1\n",
    "*a = 1\n", "*a, *b = 1\n", "*a\n", "x = *a\n", "(*a)\n", "del *a\n", "del f()\n", "del a+b\n",
    "for f() in x: pass\n", "[x for 1 in y]\n", "(a,b)+=1\n", "1+=1\n", "a = b += 1\n", "(a,b): int\n",
    "a,b: int\n", "f(): int\n", "x: int: 3\n", "with a as f(): pass\n", "x := 1\n", "(a.b := 1)\n",
    "if x = 3: pass\n", "x = 5 if y else z = 3\n", "def f():\n x = yield = 1\n",
    # displays
    "{1:2, 3}\n", "{1, 2:3}\n", "{1:}\n", "{**a for a in b}\n", "{*a: 1}\n", "a[]\n", "a[1:2:3:4]\n",
    "a if b\n", "(a if b)\n", "a not b\n", "a is not\n", "not\n", "lambda *: 1\n",
    # found out after parsing
    "return 1\n", "class A:\n  return 1\n", "break\n", "continue\n", "for x in y: pass\nelse: break\n",
    "for x in y:\n  def f():\n    break\n", "while 1:\n class A:\n  continue\n", "yield x\n", "await x\n",
    "def f():\n  await x\n", "async with a: pass\n", "def f():\n async for a in b: pass\n",
    "def f():\n [x async for x in y]\n", "nonlocal x\n", "def f(x):\n  global x\n",
    "def f():\n  x\n  global x\n", "def f():\n  x = 1\n  global x\n", "def f():\n  x:int\n  global x\n",
    "def f():\n  global x\n  x: int\n", "x=1\nglobal x\n", "def f():\n  from x import *\n",
    "from __future__ import foo\n", "x=1\nfrom __future__ import division\n",
    "from __future__ import braces\n", "def f():\n from __future__ import division\n",
    # which of several comes first
    "return 1\nx = \n", "break\nreturn\n", "x = = 1\ny = 1__0\n", "x = = 1\ny = (1\n", "x y\n  z\n",
    "def f():\n  global x\n  break\n  y=1\n  global y\n",
    "def f(a,a):pass\nbreak\nfrom __future__ import braces\n", "f() = 1\n'abc\n", "x = [1\ny = 'abc\n",
]

for source in SOURCES:
    try:
        compile(source, "x", "exec")
        raise AssertionError("compiles: %r" % source)
    except SyntaxError as e:
        print(e.lineno, type(e).__name__, ascii(source))
