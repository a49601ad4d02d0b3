#!/usr/bin/env bash
# The whole standard library of the installed CPython through the compiler: each file is
# compiled, or refused with a construct and a place. PYRUN is best a sanitized build's.
#
#   PYRUN=build/san/tests/pyrun tests/stdlib.sh [DIR]
#
# The last line is "N passed, N failed".
set -u
PYRUN=${PYRUN:-build/tests/pyrun}
python=/usr/bin/python3
[ -x $python ] || python=python3
dir=${1:-$($python -c 'import sysconfig; print(sysconfig.get_path("stdlib"))' 2>/dev/null)}
[ -d "$dir" ] || { echo "no standard library at '$dir'"; echo "0 passed, 1 failed"; exit 1; }
# What CPython itself can parse.
$python - "$dir" <<'P' | xargs -0 timeout 600 "$PYRUN" --compile
import ast, pathlib, sys, warnings
warnings.simplefilter("ignore")
for p in sorted(pathlib.Path(sys.argv[1]).rglob("*.py")):
    try:
        ast.parse(p.read_bytes())
    except (SyntaxError, ValueError):
        continue
    sys.stdout.write(str(p) + "\0")
P
