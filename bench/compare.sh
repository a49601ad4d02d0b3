#!/usr/bin/env bash
# What got faster or slower between two revisions: builds both below $B/compare, measures them
# in turn with the benchmarks as they stand here, and compares by rank. Exits 6 on a regression.
# Or between two files of results (bobbin.bench/1), of whatever machines: measures nothing.
#
#   B=build bench/compare.sh BASE [HEAD]    HEAD: another revision instead of the files as they are
#   B=build bench/compare.sh A.json B.json
#   bench/compare.sh --check BASE [HEAD]    only whether these can be compared; prints revisions or files
#
# ROUNDS=N (12)  ENGINES=A,B  FILTER=TEXT (of operations)  INSTRUCTIONS=N of each kernel
# (3000000; 0 for all)  COUNT=0 without callgrind
set -eu
B=${B:-build}
base=${1:-}
head=${2:-}
rounds=${ROUNDS:-12}
place=$B/compare

# check BASE HEAD: says what they are, both the same; ends with 2 where they are not
is_revision() { git rev-parse --verify --quiet "$1^{commit}" >/dev/null; }
check() {
    local of
    [ -n "$1" ] || { echo "usage: make bench-compare BASE=revision [HEAD=revision], or BASE=A.json HEAD=B.json" >&2; return 2; }
    for of in "$1" ${2:+"$2"}; do
        if [ -f "$of" ]; then
            grep -q '"schema": *"bobbin.bench/1"' "$of" ||
                { echo "compare: '$of' is no file of results (bobbin.bench/1: make bench writes one)" >&2; return 2; }
        elif ! is_revision "$of"; then
            echo "compare: '$of' is neither a revision nor a file" >&2
            return 2
        fi
    done
    if [ -f "$1" ] && [ -f "$2" ]; then echo files
    elif [ -f "$1" ] || [ -f "$2" ]; then
        echo "compare: a file of results is compared with another: BASE=A.json HEAD=B.json" >&2
        return 2
    else echo revisions
    fi
}
if [ "$base" = --check ]; then
    check "$head" "${3:-}"
    exit
fi
kind=$(check "$base" "$head")
if [ "$kind" = files ]; then
    exec "$B/bench/compare" "$base" "$head"
fi

commit() { git rev-parse --verify --quiet "$1^{commit}"; }
base=$(commit "$base")
head=${head:+$(commit "$head")}

# tree NAME REVISION: the files of a revision, or those that are here, with the benchmarks of here.
tree() {
    local to=$place/$1
    rm -rf "$to"
    mkdir -p "$to"
    if [ -n "$2" ]; then
        git archive --format=tar "$2" | tar -x -C "$to"
    else
        cp -R core tools Makefile "$to/"
    fi
    rm -rf "$to/bench" "$to/tools/bench" "$to/tools/report"
    cp -R bench "$to/"
    cp -R tools/bench tools/report tools/matrix.h "$to/tools/"
    printf 'include Makefile\ninclude bench/bench.mk\n' >"$to/compare.mk"
    echo "  build $1 (${2:-as it stands})"
    make --no-print-directory -s -j2 -C "$to" -f compare.mk CC="${CC:-gcc}" B=build build/bobbin build/bench/bench \
        >"$place/$1.log" 2>&1 || { tail -20 "$place/$1.log" >&2; echo "compare: $1 does not build" >&2; exit 2; }
}
if [ -z "${REUSE:-}" ]; then
    tree base "$base"
    tree head "$head"
fi

rm -rf "$place/results"
mkdir -p "$place/results/base" "$place/results/head"
engines=${ENGINES:+--engines=$ENGINES}
for round in $(seq "$rounds"); do
    # who goes first changes by round
    if [ $((round % 2)) = 1 ]; then order="base head"; else order="head base"; fi
    for side in $order; do
        bench=$place/$side/build/bench/bench
        "$bench" ops --rounds=3 $engines ${FILTER:+--filter=$FILTER} \
            --out="$place/results/$side/ops-$round.json"
        [ "${INSTRUCTIONS:-3000000}" = none ] ||
            "$bench" kernels --rounds=2 --instructions="${INSTRUCTIONS:-3000000}" $engines \
                --out="$place/results/$side/kernels-$round.json"
    done
done
if [ "${COUNT:-1}" = 1 ]; then
    for side in base head; do
        B=$place/$side/build bench/count.sh "$place/results/$side/counts.txt" $engines ${FILTER:+--filter=$FILTER}
    done
fi
"$B/bench/compare" "$place/results/base" "$place/results/head"
