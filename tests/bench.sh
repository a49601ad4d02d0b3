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
    micro() { bench/micro.py --build="$B" --rounds=1 --out="$work/micro.json" "$@" >"$work/micro.txt" 2>&1; }
    check "small kernels beside CPython" micro text_slice gcd
    check "how many times as fast is shown" has '^  geometric mean  *[0-9]' "$work/micro.txt"
    check "their results are JSON" has '"schema": "bobbin.micro/1"' "$work/micro.json"
    check "a small kernel that fails" ends 1 micro --bobbin=false gcd
    check "is named" has 'gcd failed, or printed something else' "$work/micro.txt"
    check "no such small kernel" ends 1 micro nonsense
fi
"$B/bobbin" engines --json >"$work/parts/engines.json"
printf 'cpu\ta <processor>\nrevision\tnone\n' >"$work/parts/machine.txt"
printf 'ADD/int/direct\t17\n' >"$work/parts/counts.txt"
printf 'hyperfine\n' >"$work/parts/absent.txt"
check "parts join" sh -c '"$1/bench/join" "$2/parts" >"$2/results.json"' - "$B" "$work"
check "the schema is named" has '"schema":"bobbin.bench/1"' "$work/results.json"
check "counts are joined" has '"instructions":17' "$work/results.json"
if command -v python3 >/dev/null; then
    check "the results are JSON" python3 -c 'import json,sys; json.load(open(sys.argv[1]))' "$work/results.json"
fi
check "the table of engines is written" sh -c '"$1/bench/docs" --ladder "$2/results.json" >"$2/ladder.md"' - "$B" "$work"
check "with what each is of the one before" has '^| `direct` | 0\.[0-9]* | 0\.[0-9]* | 0\.[0-9]* fib, 0\.[0-9]* fib |' "$work/ladder.md"
check "the page is written" sh -c '"$1/bench/docs" "$2/results.json" >"$2/benchmarks.md"' - "$B" "$work"
check "what is absent is named" has 'Absent.*hyperfine' "$work/benchmarks.md"
check "the report is written" sh -c '"$1/bench/report" "$2/results.json" >"$2/report.html"' - "$B" "$work"
check "the report is whole" has '</html>' "$work/report.html"
check "the report asks nobody" lacks '<script\|src=\|href=\|@import\|url(' "$work/report.html"
check "the report escapes text" has 'a &lt;processor&gt;' "$work/report.html"
picture() { "$B/bench/report" --ladder "$1" >"$work/ladder.svg"; }
check "the picture is drawn" picture "$work/results.json"
if command -v python3 >/dev/null; then
    check "it is XML" python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$work/ladder.svg"
fi
check "with a bar for each engine" sh -c '[ "$(grep -c "<rect class=\"[lf]\"" "$1")" = 2 ]' - "$work/ladder.svg"
check "and its idea" has 'label addresses with inline operands<' "$work/ladder.svg"
check "it asks nobody" lacks '<script\|href=\|@import\|url(' "$work/ladder.svg"
check "it escapes text" has 'a &lt;processor&gt;' "$work/ladder.svg"
# A short run is not taken for measurements, wherever it ends up.
sed 's/"cpu":/"quick":"yes","cpu":/' "$work/results.json" >"$work/quick.json"
check "a quick run is stamped in the report" sh -c '"$1/bench/report" "$2/quick.json" | grep -q "Made by a quick run"' - "$B" "$work"
check "and has no figures on its front" sh -c '! "$1/bench/report" "$2/quick.json" | grep -q "class=.tile"' - "$B" "$work"
check "a whole run has" sh -c '"$1/bench/report" "$2/results.json" | grep -q "class=.tile"' - "$B" "$work"
check "and no stamp" sh -c '! "$1/bench/report" "$2/results.json" | grep -q "Made by a quick run"' - "$B" "$work"
check "no picture is drawn from a quick run" ends 2 picture "$work/quick.json"
check "no page is written from a quick run" ends 2 "$B/bench/docs" "$work/quick.json"
check "no results" ends 2 "$B/bench/docs" "$work/nothing.json"

check "the rank test is exact" ends 0 "$B/bench/compare" --test exact
check "equal samples do not differ" ends 0 "$B/bench/compare" --test equal
check "a planted slowdown is found" ends 6 "$B/bench/compare" --test slowdown
check "and it alone" sh -c '"$1/bench/compare" --test slowdown | grep -q ": 0 faster, 1 slower, 0 moved"' - "$B"
check "a speed-up is no regression" ends 0 "$B/bench/compare" --test speedup
check "one more instruction is one" ends 6 "$B/bench/compare" --test more


# Results as bench-compare stores them: twelve rounds a side of one operation on two engines and
# of one kernel, `head` FACTOR times as slow where the fourth field says so, and callgrind's counts.
stored() { # stored DIRECTORY: lines of "series side factor instructions" from standard input
    rm -rf "$1"
    mkdir -p "$1/base" "$1/head"
    awk -v to="$1" '{
        for (round = 1; round <= 12; round++) {
            time = $3 * (10 + ((round * 7 + length($1)) % 12) / 100)
            if (split($1, part, "/") == 3)
                row[$2 "/ops-" round] = row[$2 "/ops-" round] sprintf(",{\"op\":\"%s\",\"operands\":\"%s\",\"engine\":\"%s\",\"ns\":{\"median\":%f}}", part[1], part[2], part[3], time)
            else
                row[$2 "/kernels-" round] = row[$2 "/kernels-" round] sprintf(",{\"kernel\":\"%s\",\"engine\":\"%s\",\"seconds\":{\"min\":%f}}", part[1], part[2], time)
        }
        if ($4 != "")
            printf "%s\t%s\n", $1, $4 >>(to "/" $2 "/counts.txt")
    }
    END {
        for (file in row) {
            key = file ~ /ops/ ? "ops" : "kernels"
            printf "{\"%s\":[%s]}\n", key, substr(row[file], 2) >(to "/" file ".json")
        }
    }'
}
compared() { # compared STATUS TEXT: of what is stored
    ends "$1" "$B/bench/compare" "$work/stored/base" "$work/stored/head" >"$work/said" 2>&1 &&
        grep -q -- "$2" "$work/said" || { cat "$work/said"; return 1; }
}
both() { # both SERIES FACTOR COUNT COUNT: a series before and now
    printf '%s base 1 %s\n%s head %s %s\n' "$1" "${3:-}" "$1" "$2" "${4:-}"
}
{ both ADD/int/direct 1 7 7; both ADD/int/fused 1 7 7; both fib/direct 1; } | stored "$work/stored"
check "stored results that are equal" compared 0 "3 compared by time: 0 faster, 0 slower, 0 moved; by instructions: 0 fewer, 0 more"
{ both ADD/int/direct 1.2 7 9; both ADD/int/fused 1 7 7; both fib/direct 1; } | stored "$work/stored"
check "a slower operation" compared 6 "^SLOWER  ADD/int/direct "
check "its instructions" compared 6 "^MORE    ADD/int/direct "
{ both ADD/int/direct 1 7 7; both fib/direct 1.1; } | stored "$work/stored"
check "a slower kernel" compared 6 "^SLOWER  fib/direct "
{ both ADD/int/direct 1.5 7 7; both ADD/int/fused 1 7 7; } | stored "$work/stored"
check "a handler that lies elsewhere is no regression" compared 0 "^moved   ADD/int/direct "
{ both ADD/int/direct 1.5 7 7; both ADD/int/fused 1.5 7 7; } | stored "$work/stored"
check "unless other engines say the same" compared 6 "2 slower, 0 moved"
{ both ADD/int/direct 0.8 7 6; both fib/direct 0.7; } | stored "$work/stored"
check "all faster" compared 0 "2 faster, 0 slower, 0 moved; by instructions: 1 fewer, 0 more"
check "no such results" ends 2 "$B/bench/compare" "$work/nothing" "$work/stored/head"

# A program of many functions that run once: the default engine must not pay for decoding them.
short_program() {
    local i
    for ((i = 0; i < 60; i++)); do
        printf 'def f%d(a, b):\n    s = 0\n    for k in range(a):\n        if k %% 3 == b:\n' $i
        printf '            s += k * %d\n        else:\n            s -= 1\n    return s + a\n\n' $i
    done
    echo "x = 0"
    for ((i = 0; i < 60; i++)); do echo "x += f$i(3, $((i % 3)))"; done
    echo "print(x)"
}
counted() { # counted ENGINE FILE: machine instructions of the whole process
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$B/bobbin" run --engine "$1" "$2" 2>&1 >/dev/null |
        sed -n 's/^==.*Collected : *//p'
}
short_costs() {
    local typed direct
    typed=$(counted typed "$work/short.py") direct=$(counted direct "$work/short.py")
    echo "typed $typed, direct $direct"
    [ "$direct" -gt 0 ] && [ $((typed * 10)) -le $((direct * 11)) ]
}
short_program >"$work/short.py"
check "a short program takes no more than in direct, within a tenth" short_costs

echo "$passed passed, $failed failed"
[ $failed = 0 ]
