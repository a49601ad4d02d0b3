#!/usr/bin/env bash
# The benchmarks, as programs: a short run on one engine, its JSON, what is written from it, and
# the rank test. Nothing here depends on how long anything took.
#
#   B=build tests/bench.sh      after `make bench-tools`
set -u
B=${B:-build}
passed=0 failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

check() { # check NAME COMMAND...: the command succeeds
    local name=$1
    shift
    if "$@" >"$work/out" 2>&1; then passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED: $name"
        tail -5 "$work/out"
    fi
}
ends() { # ends STATUS COMMAND...
    local want=$1
    shift
    "$@"
    local got=$?
    [ $got = "$want" ] || { echo "status $got, not $want"; return 1; }
}
has() { grep -q -- "$1" "$2"; }
lacks() { ! grep -q -- "$1" "$2"; }

bench=$B/bench/bench
mkdir "$work/parts"
check "operations run" "$bench" ops --quick --rounds=2 --engines=direct --filter=ADD/ --out="$work/parts/ops.json"
check "superinstructions run" "$bench" ops --quick --rounds=1 --engines=fused --filter=LT_L --out="$work/fused.json"
check "every operation has a case or a reason" lacks '"no case"' "$work/parts/ops.json"
check "all cases end well" "$bench" ops --rounds=1 --engines=switch --out="$work/all.json"
check "kernels run" "$bench" kernels --quick --engines=switch,direct --filter=fib --out="$work/parts/kernels.json"
check "kernels agree" lacks '"agrees":false' "$work/parts/kernels.json"
check "costs run" "$bench" costs --quick --rounds=1 --engines=direct --bobbin="$B/bobbin" --out="$work/parts/costs.json"
check "no such engine" ends 70 "$bench" ops --engines=steam
check "wrong usage" ends 2 "$bench" ops --nonsense
if command -v python3 >/dev/null; then
    native() { bench/native.py --build="$B" --only=bobbin --rounds=1 --out="$work/native.json" "$@" fib >"$work/native.txt" 2>&1; }
    check "beside native" native
    check "times native are shown" has '^  over native: [0-9]' "$work/native.txt"
    check "who prints something else fails" ends 1 native --bobbin=false
    check "and is named" has 'fib: bobbin prints something else' "$work/native.txt"
fi
printf 'cpu\ta <processor>\nrevision\tnone\n' >"$work/parts/machine.txt"
printf 'ADD/int/direct\t17\n' >"$work/parts/counts.txt"
printf 'hyperfine\n' >"$work/parts/absent.txt"
check "parts join" sh -c '"$1/bench/join" "$2/parts" >"$2/results.json"' - "$B" "$work"
check "the schema is named" has '"schema":"bobbin.bench/1"' "$work/results.json"
check "counts are joined" has '"instructions":17' "$work/results.json"
if command -v python3 >/dev/null; then
    check "the results are JSON" python3 -c 'import json,sys; json.load(open(sys.argv[1]))' "$work/results.json"
fi
check "the page is written" sh -c '"$1/bench/docs" "$2/results.json" >"$2/benchmarks.md"' - "$B" "$work"
check "what is absent is named" has 'Absent.*hyperfine' "$work/benchmarks.md"
check "the report is written" sh -c '"$1/bench/report" "$2/results.json" >"$2/report.html"' - "$B" "$work"
check "the report is whole" has '</html>' "$work/report.html"
check "the report asks nobody" lacks '<script\|src=\|href=\|@import\|url(' "$work/report.html"
check "the report escapes text" has 'a &lt;processor&gt;' "$work/report.html"
check "no results" ends 2 "$B/bench/docs" "$work/nothing.json"

check "the rank test is exact" ends 0 "$B/bench/compare" --test exact
check "equal samples do not differ" ends 0 "$B/bench/compare" --test equal
check "a planted slowdown is found" ends 6 "$B/bench/compare" --test slowdown
check "and it alone" sh -c '"$1/bench/compare" --test slowdown | grep -q ": 0 faster, 1 slower"' - "$B"
check "a speed-up is no regression" ends 0 "$B/bench/compare" --test speedup
check "one more instruction is one" ends 6 "$B/bench/compare" --test more

echo "$passed passed, $failed failed"
[ $failed = 0 ]
