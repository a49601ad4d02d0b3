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
# The matrix: every cell, and what it is.
check "operations run on the matrix" "$bench" ops --quick --matrix --rounds=1 --filter=ADD/int/ --out="$work/cells.json"
cells() { # cells FILE PAIRS: as many of dispatch and representation, all different
    local found
    found=$(grep -o '"dispatch":"[a-z]*","representation":"[a-z]*"' "$1" | sort -u | wc -l)
    [ "$found" = "$2" ] || { echo "$found cells, not $2"; return 1; }
}
all_cells=$("$B/bobbin" engines --json | grep -c '"dispatch"')
check "in all its cells" cells "$work/cells.json" "$all_cells"
check "without it in those of the ladder" "$bench" kernels --quick --rounds=1 --filter=fib --out="$work/rungs.json"
check "alone" cells "$work/rungs.json" "$("$B/bobbin" engines --json | grep -c '"dispatch".*"rung":true')"

# As a program of Google Benchmark.
google() { # google PATTERN OPTION...: what it prints has the pattern
    local pattern=$1
    shift
    "$bench" "$@" >"$work/google" 2>&1 && grep -q -- "$pattern" "$work/google" || { cat "$work/google"; return 1; }
}
check "it lists its tests" google '^kernels/fib/direct' --benchmark_list_tests=true
check "of a part" google '^ops/ADD/int/direct' ops --benchmark_list_tests=true
check "and no others" lacks '^kernels/' "$work/google"
check "its filter" google '^kernels/fib/direct.* ms ' --quick --engines=direct,fused --benchmark_filter=fib/direct --benchmark_min_time=0.001
check "leaves out the rest" lacks 'fused\|tak' "$work/google"
check "its formats" google '"name": "ops/NOP//direct' --benchmark_filter=ops/NOP//direct --benchmark_format=json
check "no such flag" ends 2 "$bench" --benchmark_steam
check "its flags write no results of ours" ends 2 "$bench" ops --benchmark_filter=ADD --out="$work/none.json"
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
# Peers that are there are measured and tell their version; here stubs, of which one prints something else.
mkdir "$work/stubs" "$work/peers"
stub() { # stub NAME: its text is the input
    { echo '#!/bin/sh'; cat; } >"$work/stubs/$1"
    chmod +x "$work/stubs/$1"
}
for name in luau micropython stitch wasm3 iwasm; do
    stub $name <<END
case \$1 in --version | -c) echo "$name of the test 1.5"; exit ;; esac
exec "$(realpath "$B")/bench/peers/fib.native"
END
done
echo 'echo 17' | stub luajit
stub hyperfine <<'END'
names=
while [ $# -gt 0 ]; do
    case $1 in
    --export-json) file=$2; shift ;;
    -n) names="$names${names:+,}{\"command\":\"$2\",\"user\":0.5,\"system\":0.25,\"times\":[0.75]}"; shift ;;
    esac
    shift
done
echo "{\"results\":[$names]}" >"$file"
END
for name in lua5.4 python3 node java qjs; do echo 'exit 1' | stub $name; done # not to be waited for
check "peers run" env PATH="$work/stubs:$PATH" B="$B" bench/peers.sh "$work/peers" 1 fib
cp "$work/out" "$work/peers.txt"
check "a peer that prints something else is named" has 'fib: luajit prints something else: left out' "$work/peers.txt"
check "its run is not measured" lacks '"luajit"' "$work/peers/peers-fib-1.json"
cp "$work"/peers/* "$work/parts/"
printf 'hyperfine\n' >>"$work/parts/absent.txt"
check "parts join" sh -c '"$1/bench/join" "$2/parts" >"$2/results.json"' - "$B" "$work"
check "the schema is named" has '"schema":"bobbin.bench/1"' "$work/results.json"
check "counts are joined" has '"instructions":17' "$work/results.json"
for name in luau micropython; do
    check "$name is measured" has "\"peer\":\"$name\"" "$work/results.json"
    check "and its version is kept" has "\"$name\":\"$name of the test 1.5\"" "$work/results.json"
done
if command -v clang >/dev/null && command -v wasm-ld >/dev/null; then
    check "stitch is measured" has '"peer":"stitch"' "$work/results.json"
fi
check "stitch's version is kept" has '"stitch":"stitch of the test 1.5"' "$work/results.json"
if command -v python3 >/dev/null; then
    check "the results are JSON" python3 -c 'import json,sys; json.load(open(sys.argv[1]))' "$work/results.json"
fi
check "the table of engines is written" sh -c '"$1/bench/docs" --ladder "$2/results.json" >"$2/ladder.md"' - "$B" "$work"
check "with what each is of the one before" has '^| `direct` | 0\.[0-9]* | 0\.[0-9]* | 0\.[0-9]* fib, 0\.[0-9]* fib |' "$work/ladder.md"
check "the page is written" sh -c '"$1/bench/docs" "$2/results.json" >"$2/benchmarks.md"' - "$B" "$work"
check "versions of peers are shown" has '`stitch` stitch of the test 1.5' "$work/benchmarks.md"
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
check "no table of engines either" ends 2 "$B/bench/docs" --ladder "$work/quick.json"
across() { # every heading of the page is stamped
    "$B/bench/docs" "$work/quick.json" >"$work/quick.md" || return 1
    local headings stamps
    headings=$(grep -c '^##* ' "$work/quick.md") stamps=$(grep -c 'Made by a quick run' "$work/quick.md")
    echo "$stamps stamps, $headings headings"
    [ "$headings" -gt 3 ] && [ "$stamps" = "$headings" ]
}
check "a quick run is stamped across the page" across
check "a whole run is not" lacks 'quick run' "$work/benchmarks.md"
check "it is stamped across the report" sh -c '"$1/bench/report" "$2/quick.json" | grep -q "class=.across"' - "$B" "$work"
check "no figures are taken from it" ends 1 awk -f tools/report/figures.awk "$work/quick.md"
check "no targets are met by it" lacks Targets "$work/quick.md"

# What is made up: one operation that is resolved, one whose interval holds zero, and a matrix of
# two cells that are told apart in one column and not in the other.
made_up() { # made_up FILE FACTOR [COMPILER]
    awk -v factor="$2" -v compiler="${3:-gcc 12}" -v q='"' '
    function row(kind, engine, d, r, base, spread, round, t, all, low, high) {
        all = ""
        low = high = base - spread
        for (round = 0; round < 12; round++) {
            t = base + spread * ((round * 7) % 12 - 5.5) / 5.5
            all = all (round > 0 ? "," : "") t
            if (round == 0 || t < low) low = t
            if (round == 0 || t > high) high = t
        }
        return "{" kind ",\"engine\":\"" engine "\",\"dispatch\":\"" d "\",\"representation\":\"" r "\",\"agrees\":true,\"instructions\":7,\"ns\":{\"min\":" low ",\"median\":" base ",\"low\":" low ",\"high\":" high "},\"seconds\":{\"min\":" low ",\"median\":" base ",\"low\":" low ",\"high\":" high "},\"samples\":[" all "]}"
    }
    BEGIN {
        op = "\"op\":\"ADD\",\"operands\":\"int\""; nop = "\"op\":\"DUP\",\"operands\":\"\""; fib = "\"kernel\":\"fib\""
        printf "{\"schema\":\"bobbin.bench/1\",\"machine\":{\"cpu\":\"abacus\",\"compiler\":\"%s\"},\"op_rounds\":12,\"kernel_rounds\":12,", compiler
        printf "\"engines\":[{\"name\":\"direct\",\"rung\":true},{\"name\":\"cached\",\"rung\":true},{\"name\":\"shared-cells\",\"rung\":false},{\"name\":\"shared-tos\",\"rung\":false}],"
        print "\"ops\":[" row(op, "direct", "goto", "cells", 2 * factor, 0.2)
        print "," row(op, "shared-cells", "shared", "cells", 4, 0.2)
        print "," row(nop, "direct", "goto", "cells", 0.0001, 0.2) "],"
        print "\"kernels\":[" row(fib, "direct", "goto", "cells", factor, 0.01)
        print "," row(fib, "shared-cells", "shared", "cells", 2 * factor, 0.01)
        print "," row(fib, "cached", "goto", "tos", factor, 0.01)
        print "," row(fib, "shared-tos", "shared", "tos", factor, -0.02) "]}"
    }' >"$1"
}
made_up "$work/made.json" 1
"$B/bench/docs" "$work/made.json" >"$work/made.md"
"$B/bench/report" "$work/made.json" >"$work/made.html"
check "a cost that is not resolved" has '^| DUP |  | not resolved, 7 |$' "$work/made.md"
check "has no number in the report" has 'class="none"[^>]*>not resolved<' "$work/made.html"
check "and in the matrix" has '^| DUP |  | `goto` | | not resolved | | |$' "$work/made.md"
check "one that is" has '^| ADD | int | 2.00, ' "$work/made.md"
check "nothing is 0.000" lacks '0\.000' "$work/made.md"
check "nor in the report" lacks '>-*0\.0*<' "$work/made.html"
check "the kernels' matrix" has '^| `shared` | absent | 2.00 (1.9[0-9] to 2.0[0-9]) | not told apart: 1.000 (0.9[0-9]* to 1.0[0-9]*) | absent |$' "$work/made.md"
check "in the report" has 'class="none">1.000&times;<small>0.9[0-9]* to 1.0[0-9]*, not told apart<' "$work/made.html"
check "the operations' matrix" has '^| ADD | int | `shared` | | 4.00 (3.8[0-9]* to 4.2[0-9]*) | | |$' "$work/made.md"
check "the ladder has rungs alone" lacks '^| `shared-cells` |' "$work/made.md"
check "empty sections are left out" lacks '^## \(Audit\|Peers\|Beside\)' "$work/made.md"
check "in the report too" lacks 'The audit\|Beside' "$work/made.html"
many() { # an engine more than is room for, and as many as there is room for
    awk -v n="$1" 'BEGIN { printf "{\"kernels\":["
        for (i = 0; i < n; i++) printf "%s{\"kernel\":\"fib\",\"engine\":\"e%d\",\"agrees\":true,\"seconds\":{\"min\":1}}", i ? "," : "", i
        print "]}" }' >"$work/many.json"
    "$B/bench/docs" "$work/many.json" >"$work/many.md" && "$B/bench/report" "$work/many.json" >"$work/many.html"
}
check "64 engines have room" many 64
check "all of them" has '^| `e63` |' "$work/many.md"
check "more are refused" ends 70 many 65
check "no results" ends 2 "$B/bench/docs" "$work/nothing.json"

check "the rank test is exact" ends 0 "$B/bench/compare" --test exact
check "the median's interval holds 95 %" ends 0 "$B/bench/compare" --test interval
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

# Files of results, of one machine or two.
files() { # files STATUS TEXT BASE HEAD
    ends "$1" "$B/bench/compare" "$3" "$4" >"$work/said" 2>&1 && grep -q -- "$2" "$work/said" || { cat "$work/said"; return 1; }
}
made_up "$work/slow.json" 1.5
made_up "$work/clang.json" 1 "clang 14"
check "a file with itself" files 0 "7 compared by time: 0 faster, 0 slower" "$work/made.json" "$work/made.json"
check "what is not resolved is counted" has "^1 not resolved on either side" "$work/said"
check "a slower file" files 6 "^SLOWER  fib/direct .*+50.0 %" "$work/made.json" "$work/slow.json"
check "names its machines" has "^head .*slow.json: abacus; gcc 12" "$work/said"
check "other compilers" files 0 "instructions are not compared" "$work/made.json" "$work/clang.json"
echo '{"schema":"steam/1"}' >"$work/steam.json"
check "a file of something else" files 2 "steam.json is no file of results" "$work/made.json" "$work/steam.json"
compares() { # compares STATUS TEXT BASE HEAD, as make bench-compare does before it builds
    ends "$1" bench/compare.sh --check "$3" "$4" >"$work/said" 2>&1 && grep -q -- "$2" "$work/said" || { cat "$work/said"; return 1; }
}
check "no BASE" compares 2 "usage: make bench-compare" "" ""
check "a BASE that is nothing" compares 2 "'steam' is neither a revision nor a file" steam ""
check "a BASE that is another file" compares 2 "steam.json' is no file of results" "$work/steam.json" "$work/made.json"
check "a file without another" compares 2 "BASE=A.json HEAD=B.json" "$work/made.json" ""
check "two files" compares 0 files "$work/made.json" "$work/slow.json"
check "two files by the script" env B="$B" bench/compare.sh "$work/made.json" "$work/made.json"
if git rev-parse --verify --quiet HEAD >/dev/null; then
    check "two revisions" compares 0 revisions HEAD HEAD
    check "a HEAD that is nothing" compares 2 "'steam' is neither" HEAD steam
fi

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
