#!/usr/bin/env bash
# The audit accepts the engines as they are built, catches a compiler that merges dispatch, and
# refuses damaged files. Run from the root; ends with "N passed, N failed".
#
#   AUDIT=program  the bobbin-audit to test (build/bobbin-audit)
set -u
B=${B:-build}
AUDIT=${AUDIT:-$B/bobbin-audit}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
check() {
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1)); echo "FAIL $name"; head -20 "$work/log"; fi
}
if [ ! -x "$AUDIT" ]; then
    echo "no $AUDIT: bobbin-audit is built where libcapstone-dev is installed"
    echo "0 passed, 1 failed"
    exit 1
fi

# exits STATUS PROGRAM...
exits() {
    local want=$1 got
    shift
    "$@"
    got=$?
    [ $got = "$want" ] || { echo "exit status $got, not $want"; return 1; }
}
# says ENGINE VERDICT FILE: the verdict and the exit status that belongs to it
says() {
    local engine=$1 verdict=$2 file=$3 want=0
    case $verdict in merged | copied) want=6 ;; esac
    exits $want "$AUDIT" --json --engine="$engine" "$file" >"$work/json" || { cat "$work/json"; return 1; }
    grep -q "\"engine\":\"$engine\",\"verdict\":\"$verdict\"" "$work/json" || { cat "$work/json"; return 1; }
}
value() { sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p" "$work/json" | head -1; }

base="-std=gnu11 -g -O2 -I. -ffp-contract=off"
# What the Makefile gives the loops, by compiler.
gcc_loop=$(make -s --no-print-directory CC=gcc loop-flags)
clang_loop=$(make -s --no-print-directory CC=clang loop-flags)
gcc_one=$(make -s --no-print-directory CC=gcc one-dispatch)
clang_one=$(make -s --no-print-directory CC=clang one-dispatch)
# A cell of the matrix a line: engine, its file, dispatch.
cells=$(sed -nE 's/^ENGINE\(([a-z_]+), "([a-z-]+)", (RUNG|CELL), ([A-Z]+),.*/\2 \1 \4/p' core/engines/engines.def |
    while read -r engine file dispatch; do echo "$engine $(ls core/engines/$file.c core/engines/matrix/$file.c 2>/dev/null) $dispatch"; done)

# compile NAME COMPILER FLAGS SOURCE
compile() {
    local out=$work/$1.o compiler=$2 flags=$3 source=$4
    # shellcheck disable=SC2086
    $compiler $base $flags -c -o "$out" "$source"
}

# ---- as they are built ----
for engine in token direct cached fused; do
    check "gcc compiles $engine" compile "gcc-$engine" gcc "$gcc_loop" core/engines/$engine.c
    check "gcc: $engine is replicated" says $engine replicated "$work/gcc-$engine.o"
    check "gcc: $engine has a site for each handler that dispatches" \
        [ "$(value dispatch_sites)" -ge "$(value handlers_dispatching)" ]
done
check "direct: no handler uses the C stack" says direct replicated "$work/gcc-direct.o"
check "direct: none at all" [ "$(value quick_stack_references)" = 0 ]
for engine in switch call; do
    check "gcc compiles $engine" compile "gcc-$engine" gcc "" core/engines/$engine.c
    check "$engine has one dispatch, as it is meant" says $engine shared "$work/gcc-$engine.o"
    check "$engine: one" [ "$(value dispatch_sites)" = 1 ]
done
check "typed, as built, is replicated" says typed replicated "$B/obj/core/typed/loop.o"
check "typed: a thousand handlers" [ "$(value handlers)" -ge 1000 ]
check "typed: each that goes on has its own dispatch" \
    [ "$(value handlers_own_dispatch)" = "$(value handlers_dispatching)" ]
check "typed: none uses the C stack" [ "$(value quick_stack_references)" = 0 ]
check "typed: only ways of failed guesses are shared" [ "$(value sites_set_aside)" -le 6 ]
check "the program as built" exits 0 "$AUDIT" "$B/bobbin"
check "it finds all engines in it" bash -c '
    [ "$("$1" --json "$2" | grep -o "\"engine\":" | wc -l)" -ge 6 ]' _ "$AUDIT" "$B/bobbin"

# ---- the matrix, by each compiler: replicated where its name says so, else one dispatch ----
# matrix COMPILER LOOP-FLAGS ONE-DISPATCH-FLAGS [REPRESENTATION]: all cells, or those of one
matrix() {
    local compiler=$1 loop=$2 one=$3 only=${4:-} engine file dispatch verdict flags seen=0
    while read -r engine file dispatch; do
        case $engine in direct | *"$only") ;; *) continue ;; esac
        verdict=shared flags=$loop
        case $dispatch in
        SWITCH | SHARED) flags="$loop $one" ;;
        GOTO) verdict=replicated ;;
        TAIL) verdict=replicated
            case $compiler in gcc*) continue ;; esac ;;
        esac
        check "$compiler compiles $engine" compile "$compiler-$engine" "$compiler" "$flags" "$file"
        check "$compiler: $engine is $verdict" says "$engine" $verdict "$work/$compiler-$engine.o"
        seen=$((seen + 1))
    done <<<"$cells"
    check "$compiler: all cells were read" [ $seen -ge "$([ -n "$only" ] && echo 4 || echo 16)" ]
}
matrix gcc "$gcc_loop" "$gcc_one"
check "gcc without the flags compiles shared-cells" compile copied gcc "$gcc_loop" core/engines/matrix/shared_cells.c
check "a dispatch that is copied is refused" says shared-cells copied "$work/copied.o"
check "and says how often" [ "$(value dispatch_sites)" -ge 60 ]

# ---- a compiler that merges dispatch is caught ----
check "gcc -O2 alone compiles" compile plain gcc "" core/engines/direct.c
check "gcc -O2 alone is refused" says direct merged "$work/plain.o"
check "one site serves nearly all" [ "$(value most_shared_site)" -ge 60 ]
check "gcc that may not duplicate compiles" compile undup gcc "--param max-goto-duplication-insns=0" \
    core/engines/direct.c
check "gcc that may not duplicate is refused" says direct merged "$work/undup.o"

check "handlers of the typed engine are made" \
    "$B/gen/typed" 2 2 fused "$work/typed_handlers.inc" "$work/typed_labels.inc" "$work/typed_rows.inc"
check "gcc -O2 alone compiles typed" compile plain-typed gcc \
    "-DBOB_TYPED_INTS=2 -DBOB_TYPED_FLOATS=2 -I$work" core/typed/loop.c
check "gcc -O2 alone: typed is refused" says typed merged "$work/plain-typed.o"
check "and says how many one site serves" [ "$(value most_shared_site)" -ge 1000 ]

# A linked program is read too, with its addresses relocated or fixed.
echo 'extern const char bob_engine_direct[]; int main(void) { return bob_engine_direct[0] != 0; }' >"$work/stub.c"
check "a position-independent program links" \
    gcc -O2 -pie -o "$work/pie" "$work/stub.c" "$work/plain.o" "$B/obj/core.a" -lm
check "and is refused" says direct merged "$work/pie"
check "a program at fixed addresses links" bash -c '
    gcc $2 -fno-pie -c -o "$1/fixed.o" core/engines/direct.c &&
    gcc -O2 -no-pie -fno-pie -o "$1/fixed" "$1/stub.c" "$1/fixed.o" "$3/obj/core.a" -lm' _ "$work" "$base $gcc_loop" "$B"
check "and is accepted" says direct replicated "$work/fixed"

if command -v clang >/dev/null; then
    for engine in token direct cached; do
        check "clang compiles $engine" compile "clang-$engine" clang "$clang_loop" core/engines/$engine.c
        check "clang: $engine is replicated" says $engine replicated "$work/clang-$engine.o"
    done
    check "clang compiles tail" compile clang-tail clang "" core/engines/tail.c
    check "clang: tail is replicated" says tail replicated "$work/clang-tail.o"
    check "tail: each tail call is kept" [ "$(value tail_calls_kept)" -ge "$(value handlers_dispatching)" ]
    check "tail: none is lost" [ "$(value tail_calls_lost)" = 0 ]
    matrix clang "$clang_loop" "$clang_one"
    # Linked, the functions of one are not taken for another's: tail_ is the beginning of tail_cells_.
    echo 'extern const char bob_engine_tail[], bob_engine_tail_cells[];
          int main(void) { return bob_engine_tail[0] != bob_engine_tail_cells[0]; }' >"$work/tails.c"
    check "two engines by tail calls link" gcc -O2 -o "$work/tails" "$work/tails.c" "$work/clang-tail.o" \
        "$work/clang-tail-cells.o" "$B/obj/core.a" -lm
    check "tail in an object file" says tail replicated "$work/clang-tail.o"
    sites=$(value dispatch_sites)
    check "tail in a program" says tail replicated "$work/tails"
    check "has the same sites" [ "$(value dispatch_sites)" = "$sites" ]
    check "clang without the flags compiles switch-cells" compile copied clang "$clang_loop" core/engines/matrix/switch_cells.c
    check "a switch that is copied is refused" says switch-cells copied "$work/copied.o"
    # What newer clang does of itself: a limit on the copies of a jump.
    check "clang that may not copy compiles" compile limit clang "-mllvm -tail-dup-limit=0" core/engines/direct.c
    check "clang that may not copy is refused" says direct merged "$work/limit.o"
    if clang --version | grep -q 'version 14'; then # found by this audit; the Makefile's flag mends it
        check "clang 14 without the flag compiles token" compile sunk clang "" core/engines/token.c
        check "clang 14 without the flag merges token" says token merged "$work/sunk.o"
    fi
else
    echo "clang is not installed: not looked at"
fi
newer=
for compiler in $(seq -f clang-%g 15 40) $(seq -f gcc-%g 13 40); do
    command -v "$compiler" >/dev/null || continue
    newer="$newer $compiler"
    matrix "$compiler" "$(make -s --no-print-directory CC="$compiler" loop-flags)" \
        "$(make -s --no-print-directory CC="$compiler" one-dispatch)" cells
done
if command -v clang-19 >/dev/null; then
    check "clang-19 alone compiles" compile new clang-19 "" core/engines/direct.c
    check "clang-19 alone is refused" says direct merged "$work/new.o"
fi
[ -n "$newer" ] || echo "no newer gcc or clang is installed: not audited"

# ---- JSON ----
check "the report is JSON" bash -c '"$1" --json "$2"/gcc-direct.o | python3 -c "
import json, sys
report = json.load(sys.stdin)
assert report[\"schema\"] == \"bobbin.audit/1\" and report[\"refused\"] is False
file, = report[\"files\"]
assert \"GCC\" in file[\"compiler\"] and \"-fno-gcse\" in file[\"flags\"]
engine, = file[\"engines\"]
assert engine[\"handlers\"] > 60 and engine[\"dispatch_sites\"] > 60"' _ "$AUDIT" "$work"

# ---- wrong usage and damaged files ----
check "no such file" exits 2 "$AUDIT" "$work/absent"
check "no such option" exits 2 "$AUDIT" --what
check "no such engine" exits 2 "$AUDIT" --engine=what "$work/plain.o"
check "not an ELF file" exits 4 "$AUDIT" Makefile
check "no engine in it" bash -c 'echo "int x;" | gcc -c -x c - -o "$1/none.o"' _ "$work"
check "and said" exits 4 "$AUDIT" "$work/none.o"
check "stripped" bash -c 'strip -o "$2/stripped" "$1/bobbin"; "$3" "$2/stripped" 2>&1 | grep -q "offset 0x.*stripped"' \
    _ "$B" "$work" "$AUDIT"

# Cut short anywhere and changed anywhere, it is read or refused with the offset: never worse.
survives() {
    python3 - "$AUDIT" "$work/plain.o" "$work/damaged" <<'END'
import random, subprocess, sys
audit, path, out = sys.argv[1:]
whole = open(path, "rb").read()
dice = random.Random(4)
shoff = int.from_bytes(whole[40:48], "little")
def tell(data, what):
    open(out, "wb").write(data)
    p = subprocess.run([audit, out], capture_output=True, text=True, errors="replace", timeout=60)
    if p.returncode not in (0, 4, 6):
        sys.exit("%s: exit status %d\n%s" % (what, p.returncode, p.stderr[-2000:]))
    if p.returncode == 4 and "offset 0x" not in p.stderr and "no engine" not in p.stderr:
        sys.exit("%s: refused without an offset: %s" % (what, p.stderr))
for k in range(40):
    n = dice.choice([k, dice.randrange(len(whole))])
    tell(whole[:n], "cut to %d bytes" % n)
for k in range(160):
    data = bytearray(whole)
    for _ in range(dice.randrange(1, 5)): # headers of file and sections, or anywhere
        at = dice.choice([dice.randrange(64), shoff + dice.randrange(len(whole) - shoff), dice.randrange(len(whole))])
        data[at] = dice.choice([0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)])
    tell(bytes(data), "damage %d" % k)
END
}
check "damaged files" survives

echo "$passed passed, $failed failed"
[ $failed = 0 ]
