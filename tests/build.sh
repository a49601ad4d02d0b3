#!/usr/bin/env bash
# The build as packagers use it: their flags and folders, memory that is short, revisions that are
# none. Run from the root after `make`; ends with "N passed, N failed".
set -u
B=${B:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
check() {
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1)); echo "FAIL $name"; tail -20 "$work/log"; fi
}
make() { command make --no-print-directory "$@"; }

# ---- the flags of packagers ----

# The worst of what distributions pass, and what would undo each of the loops' own flags.
flags='-O3 -g -pipe -flto=auto -ffat-lto-objects -fexceptions -fno-plt -fcf-protection=full
       -fstack-protector-all -fstack-clash-protection -fno-omit-frame-pointer -fgcse
       -fcrossjumping -ftree-slp-vectorize -ffast-math -ffp-contract=fast'
flags=$(echo $flags)
check "make with a packager's CFLAGS, CPPFLAGS and LDFLAGS" \
    make -s -j2 B="$work/b" TYPED_REGS="2 2 fused" CPPFLAGS="-D_FORTIFY_SOURCE=3" CFLAGS="$flags" \
    LDFLAGS="-Wl,-O1 -Wl,--as-needed" "$work/b/bobbin" "$work/b/libbobbin.so"
for engine in token direct cached fused; do
    check "its $engine keeps a dispatch a handler" \
        "$B/bobbin-audit" --engine=$engine "$work/b/obj/core/engines/$engine.o"
done
check "its typed engine too" "$B/bobbin-audit" --engine=typed "$work/b/obj/core/typed/loop.o"
check "its typed engine spills nothing" bash -c '
    "$1" --json --engine=typed "$2" | grep -q "\"quick_stack_references\":0[,}]"' _ "$B/bobbin-audit" "$work/b/obj/core/typed/loop.o"
check "its program passes the audit" "$B/bobbin-audit" "$work/b/bobbin"
check "its static library shows what it should" bash -c '
    diff <(grep "^symbol " tests/data/abi.txt) <(nm -g --defined-only "$1" | awk "NF == 3 {print \"symbol\", \$3}" | LC_ALL=C sort)' _ "$work/b/libbobbin.a"
check "its answers are the same, fast mathematics asked for or not" bash -c '
    cat >"$3/f.py" <<END
x = 5e-324
print(x, x / 2, 0.1 + 0.2 - 0.3, 1e308 * 10, float("nan") == float("nan"))
s = 0.0
for i in range(1, 200):
    s += 1.0 / i * 0.1
print(s)
END
    for engine in switch fused typed; do
        diff <("$1" run --engine $engine "$3/f.py") <("$2" run --engine $engine "$3/f.py") || exit 1
    done' _ "$B/bobbin" "$work/b/bobbin" "$work"
check "the user's flags reach the compiler" bash -c '
    make -n B="$1/n" CFLAGS=-DSEEN=1 CPPFLAGS=-DSEEN=2 "$1/n/obj/core/vm.o" "$1/n/obj/core/typed/loop.o" |
        grep -c "DSEEN=2 -DSEEN=1.*-c\|DSEEN=2 -DSEEN=1.*-S" | grep -qx 2' _ "$work"
check "the user's LDFLAGS and LDLIBS reach the linker" bash -c '
    make -n B="$1/n" V=1 LDFLAGS=-Wl,--seen LDLIBS=-lseen "$1/n/bobbin" "$1/n/libbobbin.so" |
        grep -c -- "-Wl,--seen.*-lseen" | grep -qx 2' _ "$work"

# ---- what is in the build ----

check "no path of the building machine in the program" bash -c '! grep -qF "$PWD" "$1"' _ "$B/bobbin"
check "nor in the library" bash -c '! grep -qF "$PWD" "$1"' _ "$B/libbobbin.so"
for file in bobbin libbobbin.so; do
    check "$file: all relocations before it starts, then read-only" bash -c '
        readelf -d "$1" | grep -qw BIND_NOW && readelf -lW "$1" | grep -qw GNU_RELRO' _ "$B/$file"
    check "$file: no stack to execute" bash -c 'readelf -lW "$1" | grep GNU_STACK | grep -qw RW' _ "$B/$file"
    check "$file: guards on the stack" bash -c 'readelf --dyn-syms -W "$1" | grep -qw __stack_chk_fail' _ "$B/$file"
    check "$file: checked calls of libc" bash -c 'readelf --dyn-syms -W "$1" | grep -q _chk@' _ "$B/$file"
done
if [ "$(uname -m)" = x86_64 ]; then
    for unit in vm typed/loop engines/direct; do
        check "$unit: returns are protected" bash -c 'readelf -n "$1" | grep -q SHSTK' _ "$B/obj/core/$unit.o"
    done
fi
check "one compilation of the loop serves both libraries" bash -c '
    [ "$(make -n B="$1/n" "$1/n/libbobbin.a" "$1/n/libbobbin.so" | grep -c "core/typed/loop.c\" *$\|cc    core/typed/loop.c")" = 1 ]' _ "$work"

# ---- folders ----

# installed DESTDIR LIB BIN: what an installation with these folders holds, and no more elsewhere
check "make install with the folders of the GNU standards" make -s B="$B" DESTDIR="$work/d" prefix=/usr \
    libdir=/usr/lib/x86_64-linux-gnu bindir=/opt/bin includedir=/usr/include/bobbin install
for file in opt/bin/bobbin usr/lib/x86_64-linux-gnu/libbobbin.a usr/lib/x86_64-linux-gnu/libbobbin.so \
    usr/lib/x86_64-linux-gnu/pkgconfig/bobbin.pc usr/include/bobbin/bobbin.h; do
    check "installs $file" test -e "$work/d/$file"
done
check "pkg-config knows where" bash -c '
    export PKG_CONFIG_PATH=$1/usr/lib/x86_64-linux-gnu/pkgconfig PKG_CONFIG_ALLOW_SYSTEM_LIBS=1
    [ "$(pkg-config --variable=libdir bobbin)" = /usr/lib/x86_64-linux-gnu ] &&
    [ "$(pkg-config --variable=includedir bobbin)" = /usr/include/bobbin ] &&
    [ "$(pkg-config --define-variable=prefix=/x --variable=libdir bobbin)" = /x/lib/x86_64-linux-gnu ]' _ "$work/d"
check "make uninstall takes the same" make -s B="$B" DESTDIR="$work/d" prefix=/usr \
    libdir=/usr/lib/x86_64-linux-gnu bindir=/opt/bin includedir=/usr/include/bobbin uninstall
check "and leaves nothing" bash -c '[ -z "$(find "$1" -type f -o -type l)" ]' _ "$work/d"

# ---- what make run prints while it builds ----

# fold WIDTH COMMAND...: through a terminal of that width, as its bytes
cat >"$work/steps" <<'END'
echo "  cc    core/a_file_with_a_name_that_is_longer_than_the_terminal_is_wide.c"
echo "a.c:1:2: warning:  two  spaces" >&2
echo "  link  program"
exit ${1:-0}
END
fold() {
    local width=$1
    shift
    SHELL=/bin/sh script -qec "stty cols $width; $*" /dev/null </dev/null
}
if command -v script >/dev/null; then
    fold 40 tools/build/fold.sh 2 - sh "$work/steps" 3 >"$work/folded"
    check "ends with the command's status" test $? = 3
    check "steps become one line that is cut to the terminal" bash -c '
        tr "\r" "\n" <"$1" | grep -q "\[1/2\] core/a_file_with_a_name_" && ! grep -q "terminal_is_wide" "$1"' _ "$work/folded"
    check "a warning stays as it is" grep -qF "a.c:1:2: warning:  two  spaces" "$work/folded"
    check "with V=1 nothing is folded" bash -c '! grep -q "1/2" <<<"$1"' _ "$(V=1 fold 40 tools/build/fold.sh 2 - sh "$work/steps")"
else
    echo "(no script: the folded lines are not tried on a terminal)"
fi
check "nor where there is no terminal" bash -c 'diff <(sh "$1" 2>&1) <(tools/build/fold.sh 2 - sh "$1" 2>&1)' _ "$work/steps"
check "make run says how long it takes, and of what is built that it is" bash -c '
    B=$1/n TAKES=": a while" tools/build/run.sh --what | grep -q "core/typed/loop.c.*: a while" &&
    B=$2 tools/build/run.sh --what | grep -q "up to date"' _ "$work" "$B"
check "make -n run does nothing" bash -c 'make -n B="$1/n" run >/dev/null && ! [ -e "$1/n" ]' _ "$work"

# ---- memory ----

# registers NAME EXPECTED [ulimit]: what is chosen below a made-up /proc and /sys
registers() {
    local want=$1 limit=${2:-unlimited}
    # shellcheck disable=SC2016
    [ "$(bash -c 'ulimit -v "$1"; PROC=$2/proc CGROUP=$2/cg tools/build/registers.sh wide 2048 narrow' _ "$limit" "$work")" = "$want" ]
}
fake() { # fake FILE TEXT
    mkdir -p "$(dirname "$work/$1")"
    printf '%s\n' "$2" >"$work/$1"
}
fake proc/meminfo 'MemAvailable:    8000000 kB'
fake proc/self/cgroup '0::/'
check "much memory" registers wide
check "little may be used by this shell" registers narrow 1500000
fake proc/meminfo 'MemAvailable:    1900000 kB'
check "little is available" registers narrow
fake proc/meminfo 'MemAvailable:    8000000 kB'
fake proc/self/cgroup '0::/a/b'
fake cg/a/memory.max 1900000000
fake cg/a/memory.current 0
check "a control group above has little" registers narrow
fake cg/a/memory.max max
check "or no limit" registers wide
fake cg/a/memory.max 4000000000
fake cg/a/memory.current 3000000000
check "most of it is in use" registers narrow
fake cg/a/memory.stat 'inactive_file 2900000000'
check "by what can be given back" registers wide
fake proc/self/cgroup "4:memory:/x
0::/"
fake cg/memory/memory.limit_in_bytes 1000000000
fake cg/memory/memory.usage_in_bytes 0
check "control groups of the first version" registers narrow
fake cg/memory/memory.limit_in_bytes 9223372036854771712
check "which write no limit as a number" registers wide
check "a folder keeps what it was built with" bash -c '
    mkdir -p "$1/k/gen" && echo "1 1 plain" >"$1/k/gen/registers" &&
    make -n B="$1/k" "$1/k/obj/core/typed/loop.o" | grep -q BOB_TYPED_INTS=1 &&
    make -n B="$1/k" TYPED_REGS="2 2 fused" "$1/k/obj/core/typed/loop.o" | grep -q BOB_TYPED_INTS=2' _ "$work"

# ---- revisions ----

refuses() { # refuses TEXT COMMAND...: status 2 from make's point of view, and why
    local text=$1 out
    shift
    if out=$("$@" 2>&1); then echo "it went on"; return 1; fi
    grep -qF -- "$text" <<<"$out" || { echo "$out"; return 1; }
}
check "bench-compare with a BASE that is none" refuses "'nope' is neither a revision nor a file" bash -c \
    'B="$1" bench/compare.sh nope' _ "$work/c"
check "bench-compare with a REV that is none" refuses "'nope' is neither a revision nor a file" bash -c \
    'B="$1" bench/compare.sh HEAD nope' _ "$work/c"
check "bench-compare without a BASE" refuses "BASE=" bash -c 'B="$1" bench/compare.sh ""' _ "$work/c"
check "and nothing was built for them" test ! -e "$work/c"

echo "$passed passed, $failed failed"
[ $failed = 0 ]
