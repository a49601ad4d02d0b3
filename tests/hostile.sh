#!/usr/bin/env bash
# Python sources that are hostile: each is answered or refused, in bounded time, never a crash.
#
#   BOBBIN=build/bobbin tests/hostile.sh
#
# The last line is "N passed, N failed".
set -u
BOBBIN=${BOBBIN:-build/bobbin}
dir=$(mktemp -d) passed=0 failed=0
trap 'rm -rf "$dir"' EXIT

# check NAME STATUS [TEXT]: runs $dir/NAME.py; TEXT must be in what it prints.
check() {
    local name=$1 want=$2 text=${3:-} status
    timeout 60 "$BOBBIN" run "$dir/$name.py" >"$dir/out" 2>&1
    status=$?
    if [[ " $want " == *" $status "* ]] && { [ -z "$text" ] || grep -qaF -- "$text" "$dir/out"; }; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$name: exit $status, not $want, or no '$text':"
        head -c 400 "$dir/out"
        echo
    fi
}

times() { # N TEXT
    awk -v n="$1" -v t="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", t }'
}

# ---- nesting ----

for n in 50 200 1500 10000 ${MOST:-100000}; do
    { times $n "("; printf 1; times $n ")"; echo; } >"$dir/parentheses.py"
    check parentheses "0 3"
    { printf 'x = '; times $n "["; times $n "]"; echo; } >"$dir/lists.py"
    check lists "0 3"
    { printf 'x = '; times $n "- "; echo 1; } >"$dir/minus.py"
    check minus "0 3"
    { printf 'x = '; times $n "not "; echo 1; } >"$dir/not.py"
    check not "0 3"
    { printf 'x = 1'; times $n " + 1"; echo; echo 'print(x)'; } >"$dir/sum.py"
    check sum "0 3"
    { printf 'x = 1'; times $n " ** 1"; echo; } >"$dir/power.py"
    check power "0 3"
    { printf 'x = 1'; times $n " if 1 else 1"; echo; } >"$dir/conditional.py"
    check conditional "0 3"
    { printf 'x = 1'; times $n " < 1"; echo; } >"$dir/comparison.py"
    check comparison "0 3"
    { printf 'x = 1'; times $n " and 1"; echo; echo 'print(x)'; } >"$dir/and.py"
    check and 0 1
    { echo 'def f(x): return x'; printf 'x = '; times $n "f("; printf 1; times $n ")"; echo; } >"$dir/calls.py"
    check calls "0 3"
    { echo 'x = "a"'; printf 'y = x'; times $n "[0]"; echo; } >"$dir/subscripts.py"
    check subscripts "0 3"
    { printf 'x = "a"'; times $n ".strip()"; echo; } >"$dir/methods.py"
    check methods "0 3"
    { times $n "x = "; echo 1; } >"$dir/targets.py"
    check targets "0 3"
    { times $n "("; printf 'a,'; times $n "),"; echo ' = 1'; } >"$dir/target.py"
    check target "1 3"
    { printf 'x = '; times $n 'lambda: '; echo 1; } >"$dir/lambda.py"
    check lambda "0 3"
done
{ times 10000 "("; echo; } >"$dir/open.py"
check open 3
{ times 10000 ")"; echo; } >"$dir/close.py"
check close 3
for n in 50 99 10000; do
    awk -v n=$n 'BEGIN { for (i = 0; i < n; i++) { printf "%*sif 1:\n", i, "" } printf "%*sprint(7)\n", n, "" }' >"$dir/blocks.py"
    check blocks "0 3"
    awk -v n=$n 'BEGIN { for (i = 0; i < n; i++) { printf "%*sfor i%d in range(1):\n", i, "", i } printf "%*sprint(7)\n", n, "" }' >"$dir/loops.py"
    check loops "0 3"
    awk -v n=$n 'BEGIN { for (i = 0; i < n; i++) { printf "%*sdef f%d():\n", i, "", i } printf "%*spass\n", n, "" }' >"$dir/defs.py"
    check defs "0 3"
    { printf 'x = [1'; awk -v n=$n 'BEGIN { for (i = 0; i < n; i++) printf " for a%d in [1]", i }'; echo ']'; } >"$dir/comprehension.py"
    check comprehension "0 3"
    { printf 'x = f"'; times $n '{f'"'"; times $n "'}"; echo '"'; } >"$dir/fstrings.py"
    check fstrings "0 3"
    { printf 'x = f"{1:'; times $n '{1:'; times $n '}'; echo '}"'; } >"$dir/specs.py"
    check specs "0 3"
done
{ echo 'x = 5'; echo 'if x == 0: print(0)'; awk 'BEGIN { for (i = 1; i < 10000; i++) printf "elif x == -%d: print(1)\n", i }'; echo 'else: print("last")'; } >"$dir/elif.py"
check elif 0 last

# ---- size ----

{ printf 'x = "'; times 10000000 a; echo '"'; echo 'print(len(x))'; } >"$dir/text.py"
check text 0 10000000
{ printf '#'; times 10000000 a; echo; echo 'print(1)'; } >"$dir/comment.py"
check comment 0 1
{ printf 'x = [0'; times 2500000 ', 1'; echo ']'; echo 'print(len(x))'; } >"$dir/list.py"
check list 0 2500001
{ times 5000000 'a'; echo ' = 1'; } >"$dir/name.py"
check name "0 3"
{ times 100000 '9'; echo; } >"$dir/number.py"
check number 3
{ times 10000000 ' '; echo 'x = 1'; } >"$dir/indent.py"
check indent 3
{ times 1000000 'x = 1;'; echo; echo 'print(x)'; } >"$dir/semicolons.py"
check semicolons 0 1
{ times 5000000 '\n' | sed 's/\\n/\n/g'; echo 'print(2)'; } >"$dir/empty.py"
check empty 0 2
awk 'BEGIN { for (i = 0; i < 1000000; i++) print "x = 1"; print "print(x)" }' >"$dir/lines.py"
check lines 0 1
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "def f%d(a, b=1):\n    return a + b\n", i; print "print(f99999(1))" }' >"$dir/functions.py"
check functions 0 2
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "v%d = %d\n", i, i; print "print(v99999)" }' >"$dir/names.py"
check names 0 99999
awk 'BEGIN { print "def f(x):\n    return x"; printf "print(1"; for (i = 0; i < 5000; i++) printf ", f(\"a\" + str(%d))", i; print ")" }' >"$dir/arguments.py"
check arguments "0 3"
awk 'BEGIN { printf "def f("; for (i = 0; i < 5000; i++) printf "a%d, ", i; print "z): return z"; printf "print(f("; for (i = 0; i < 5000; i++) printf "%d, ", i; print "7))" }' >"$dir/parameters.py"
check parameters "0 3"
{ printf 'x = f"'; times 100000 '{1}'; echo '"'; echo 'print(len(x))'; } >"$dir/parts.py"
check parts 0 100000

# ---- bytes ----

printf 'x = 1\0\nprint(x)\n' >"$dir/nul.py"
check nul 3
printf 'print("a\0b")\n' >"$dir/nul_text.py"
check nul_text 3
printf 'print("\xff\xfe")\n' >"$dir/bad_utf8.py"
check bad_utf8 3
printf 'print("\xed\xa0\x80")\n' >"$dir/surrogate.py"
check surrogate 3
printf 'print("\xf4\x90\x80\x80")\n' >"$dir/beyond.py"
check beyond 3
printf 'print("\xc3' >"$dir/cut.py"
check cut 3
printf '\xef\xbb\xbfprint(3)\n' >"$dir/bom.py"
check bom 0 3
printf 'x = 1\r\nif x:\r\n    print(4)\r\n' >"$dir/crlf.py"
check crlf 0 4
printf 'x = 1\rprint(5)\r' >"$dir/cr.py"
check cr 0 5
printf '\fx = 1\n\f\nif x:\n\f    print(6)\n' >"$dir/form_feed.py"
check form_feed "0 3"
printf 'if 1:\n\tprint(1)\n        print(2)\n' >"$dir/tabs.py"
check tabs 3
printf 'x = 1 + \\' >"$dir/backslash.py"
check backslash 3
printf 'print("""' >"$dir/unclosed.py"
check unclosed 3
printf '' >"$dir/nothing.py"
check nothing 0
printf '\n\n   \n\t\n#' >"$dir/blank.py"
check blank 0
head -c 100000 /dev/zero >"$dir/zeros.py"
check zeros "3 4"
for seed in 1 2 3 4 5 6 7 8 9 10; do
    awk -v s=$seed 'BEGIN { srand(s); for (i = 0; i < 20000; i++) printf "%c", 32 + int(rand() * 96) }' >"$dir/noise.py"
    check noise 3
done

echo "$passed passed, $failed failed"
[ $failed = 0 ]
