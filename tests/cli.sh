#!/usr/bin/env bash
# The command line, from outside: every command, option and exit status. Run from the
# repository root; BOBBIN names the program to test. The parts are in tests/cli/, a file for each
# subject. Ends with "N passed, N failed".
set -u
bobbin=$(realpath "${BOBBIN:-build/bobbin}")
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
root=$PWD
cp tests/python/lists/copies_between_kinds.py "$dir"
cd "$dir" || exit 1
passed=0
failed=0

good() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    echo "FAIL: $1"
    [ $# -lt 2 ] || printf '%s\n' "$2" | head -20 | sed 's/^/    /'
}

# check NAME STATUS OUT ERR WORD...: runs bobbin with the words. OUT is the whole standard
# output, or "*PIECE" for a part of it; ERR is a part of standard error, "" where it must be
# empty, "*" for anything. Leaves the files out and err.
check() {
    local name=$1 want=$2 want_out=$3 want_err=$4 status why=""
    shift 4
    "$bobbin" "$@" >out 2>err </dev/null
    status=$?
    [ $status -eq "$want" ] || why="exit status $status, expected $want"
    case $want_out in
    '*') ;;
    \**) grep -qF -- "${want_out#\*}" out || why="$why; standard output lacks: ${want_out#\*}" ;;
    *) [ "$(cat out)" = "$want_out" ] || why="$why; standard output is: $(head -c 300 out)" ;;
    esac
    case $want_err in
    '*') ;;
    '') [ ! -s err ] || why="$why; standard error is not empty" ;;
    *) grep -qF -- "$want_err" err || why="$why; standard error lacks: $want_err" ;;
    esac
    if [ -z "$why" ]; then good; else bad "$name: $why" "$(cat err)"; fi
}

# expect NAME COMMAND...: the command must succeed.
expect() {
    local name=$1
    shift
    if "$@"; then good; else bad "$name: $*"; fi
}
same() { cmp -s "$1" "$2"; }
last_line_is() { [ "$(tail -n 1 err)" = "$1" ]; }
no_temporaries() { ! ls -- *.bobbin-* >/dev/null 2>&1; }

engines() { "$bobbin" engines | sed '/^absent:$/,$d' | cut -d' ' -f1; }

# The last line of err is one JSON object (each line of a file: json_lines).
if python3 -c pass 2>/dev/null; then
    json_last() { tail -n 1 err | python3 -c 'import json,sys; assert type(json.loads(sys.stdin.read())) is dict'; }
    json_lines() { python3 -c 'import json,sys; [json.loads(l) for l in open(sys.argv[1])]' "$1"; }
    json_file() { python3 -m json.tool "$1" >/dev/null; }
else
    json_last() { tail -n 1 err | grep -q '^{"schema":.*}$'; }
    json_lines() { ! grep -qv '^{.*}$' "$1"; }
    json_file() { grep -q '[]}]$' "$1"; }
fi

# ---- programs ----

cat >hello.boba <<'END'
.func main
    PUSH_CONST "hello"
    PRINT 1
    PUSH_CONST 55
    HALT
END
cat >div.boba <<'END'
.source "f.py"
.func main
.line 9
    PUSH_CONST 1
    PUSH_CONST 0
    PUSH_CONST "before"
    PRINT 1
    CALL_FUNC f
    HALT
.func f a b
.line 4
    LOAD_NAME a
    LOAD_NAME b
    DIV
    RETURN_VAL
END
cat >plain.boba <<'END'
.func main
    CALL_FUNC f
    HALT
.func f
    PUSH_CONST 1
    PUSH_CONST 0
    DIV
    RETURN_VAL
END
cat >bad.boba <<'END'
.func main
    PUSH_CONST 1
    FROBNICATE 3
    HALT
END
cat >nomain.boba <<'END'
.func other
    HALT
END
cat >loop.boba <<'END'
.func main
again:
    JUMP again
END
cat >deep.boba <<'END'
.func main
    CALL_FUNC main
    HALT
END
cat >args.boba <<'END'
.func main
    ARG_COUNT
    PRINT 1
    PUSH_CONST 0
    STORE_NAME i
next:
    LOAD_NAME i
    ARG_COUNT
    LT
    JUMP_IF_FALSE done
    LOAD_NAME i
    ARG
    PRINT 1
    LOAD_NAME i
    PUSH_CONST 1
    ADD
    STORE_NAME i
    JUMP next
done:
    HALT
END
cat >undefined.boba <<'END'
.func main
    LOAD_NAME nothing
    PRINT 1
    HALT
END
cat >raise.boba <<'END'
.func main
    PUSH_CONST "ValueError: no good"
    RAISE
END
cat >eat.boba <<'END'
.func main
    PUSH_CONST 0
    PUSH_CONST 100000
    LIST_FILL
    HALT
END
for n in 0 7 258 -1; do printf '.func main\n PUSH_CONST %s\n EXIT\n' "$n" >"exit$n.boba"; done
# Prints 0, 1, 2, ... up to the argument; 12 instructions a number.
cat >count.boba <<'END'
.func main
    PUSH_CONST 0
    ARG
    TO_INT
    STORE_NAME top
    PUSH_CONST 0
    STORE_NAME i
next:
    LOAD_NAME i
    LOAD_NAME top
    LT
    JUMP_IF_FALSE done
    LOAD_NAME i
    PRINT 1
    LOAD_NAME i
    PUSH_CONST 1
    ADD
    STORE_NAME i
    JUMP next
done:
    LOAD_NAME i
    HALT
END

for part in ${PARTS:-options run programs measure trace reports checkpoints signals}; do
    . "$root/tests/cli/$part.sh"
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
