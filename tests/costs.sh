#!/usr/bin/env bash
# What each operation and built-in executes for a unit of fuel, counted by callgrind, so that the
# same program counts the same: at no size more than its case in tests/costs.def allows.
#
#   B=build tests/costs.sh [--all]     --all: shows every count, not only those that fail
set -u
B=${B:-build}
dir=$B/costs
rm -rf "$dir"
mkdir -p "$dir"
valgrind -q --tool=callgrind --collect-atstart=no --callgrind-out-file="$dir/out" \
    "$B/tests/costs" --count || { echo "0 passed, 1 failed"; exit 1; }
awk -v all="${1:-}" '
    /^desc: Trigger: Client Request: / { split(substr($0, 32), c, "|") }
    /^summary: / && c[4] > 0 {
        each = $2 / c[4]
        ok = each <= c[5]
        if (!ok || all != "")
            printf "%-22s %-32s %6d: %9.1f instructions a unit of fuel%s\n", c[1], c[2], c[3], each,
                ok ? "" : ", more than " c[5]
        ok ? passed++ : failed++
        c[4] = 0
    }
    END { printf "%d passed, %d failed\n", passed, failed }' "$dir"/out.*
