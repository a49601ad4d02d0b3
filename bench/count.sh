#!/usr/bin/env bash
# Exact instructions of every operation by callgrind: lines "name<TAB>instructions of one
# repetition". Nothing, and a word about it, where valgrind is absent.
#
#   B=build bench/count.sh OUT [OPTION OF bench...]
set -u
B=${B:-build}
out=${1:?usage: bench/count.sh OUT [OPTION...]}
shift
: >"$out"
if ! command -v valgrind >/dev/null; then
    echo "count: valgrind is absent; no instructions are counted" >&2
    exit 0
fi
trace=$out.callgrind
rm -f "$trace"*
if ! valgrind --tool=callgrind --combine-dumps=yes --callgrind-out-file="$trace" \
    "$B/bench/bench" ops --count --out="$out.json" "$@" >"$out.log" 2>&1; then
    tail -5 "$out.log" >&2
    exit 70
fi
repetitions=$(sed -n 's/.*"repetitions":\([0-9]*\).*/\1/p' "$out.json")
awk -v n="$repetitions" '
    /^desc: Trigger: Client Request: / { name = substr($0, 32); next }
    /^summary: / && name != "" {
        kind = substr(name, 1, 4); rest = substr(name, 6)
        if (kind == "base") base[rest] = $2
        else printf "%s\t%.6f\n", rest, ($2 - base[rest]) / n
        name = ""
    }' "$trace" >"$out"
rm -f "$trace" "$out.json"
