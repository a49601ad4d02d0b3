#!/usr/bin/env bash
# Machine instructions that bobbin takes for the first FUEL instructions of each kernel, decoding and
# all, by callgrind: they repeat where times do not. Compared with bench/instructions.txt where that
# was made by the same compiler with as many registers; a kernel that takes 1 % more is a regression, and the status is 1.
#
#   B=build bench/instructions.sh [--update]      --update replaces bench/instructions.txt
set -u
B=${B:-build}
kept=bench/instructions.txt
fuel=3000000
now=$B/bench/instructions.txt
mkdir -p "$B/bench"
command -v valgrind >/dev/null || { echo "instructions: valgrind is absent; nothing is counted" >&2; exit 0; }

count() { # count FILE.py: bobbin's exit status is 5 where the fuel ends first
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$B/bobbin" run --fuel $fuel "$1" 2>&1 >/dev/null |
        sed -n 's/^==.*Collected : *//p'
}

# The compiler's name as it stands in the object code, so that it is that of this build.
compiler=$(readelf -p .comment "$B/bobbin" | sed -n 's/^ *\[ *[0-9a-f]*\] *//p' | sort | paste -sd';')
registers=$("$B/bobbin" engines --json | sed -n 's/.*"registers":{"int":\([0-9]*\),"float":\([0-9]*\)}.*/\1 int and \2 float registers/p')
echo "# $compiler; typed with $registers; the first $fuel instructions" >"$now"
for k in bench/kernels/*.py bench/kernels/more/*.py; do
    name=${k##*/}
    printf '%s\t%s\n' "${name%.py}" "$(count "$k")" >>"$now"
done

if [ "${1:-}" = --update ]; then
    cp "$now" $kept
elif [ "$(head -1 "$now")" != "$(head -1 $kept)" ]; then
    echo "not compared: $kept is of another build: $(head -1 $kept)"
    cat "$now"
else
    awk -F'\t' '
        /^#/ { next }
        NR == FNR { kept[$1] = $2; next }
        $1 in kept {
            change = 100 * ($2 / kept[$1] - 1); sum += log($2 / kept[$1]); n++
            printf "%-14s %12d %+7.1f %%%s\n", $1, $2, change, (change > 1 ? "  more than is kept" : "")
            if (change > 1) worse++
        }
        END { printf "%-14s %12s %+7.1f %%\n", "all", "", 100 * (exp(sum / n) - 1); exit worse > 0 }
    ' $kept "$now"
fi
