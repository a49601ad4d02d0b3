#!/usr/bin/env bash
# Measures everything and joins it to one file, bobbin.bench/1. Run by `make bench`.
#
#   QUICK=1       a short run, to see that all works
#   WHOLE=1       the kernels to their ends (some minutes a round), not their first
#                 INSTRUCTIONS=N (40000000)
#   ROUNDS=N      of the kernels (7, whole 2; below six there are no intervals of 95 %); PEER_ROUNDS=N of the whole processes (1)
#   ENGINES=A,B   only these
#   MATRIX=0      operations and kernels on the ladder's rungs alone, not on all cells of the matrix
#   COUNT=0       no callgrind; PEERS=0 no other interpreters; PEER_ENGINES="A B" of bobbin
#                 (fused and the default)
#   PARTS="kernels"                of ops costs kernels counts peers audit, these alone
set -eu
B=${B:-build}
results=${RESULTS:-$B/bench/results.json}
parts=$B/bench/parts
bench=$B/bench/bench
quick=${QUICK:+--quick}
engines=${ENGINES:+--engines=$ENGINES}
matrix=--matrix
[ "${MATRIX:-1}" = 1 ] || matrix=
rm -rf "$parts"
mkdir -p "$parts"

wanted() { case " ${PARTS:-$1} " in *" $1 "*) ;; *) return 1 ;; esac; }
say() { printf '%4d s  %s\n' "$SECONDS" "$*"; }

"$B/bobbin" engines --json >"$parts/engines.json"
if wanted ops; then
    say operations
    $bench ops --progress $quick $matrix $engines ${FILTER:+--filter=$FILTER} --out="$parts/ops.json"
fi
if wanted costs; then
    say "costs beside running"
    $bench costs --progress $quick $engines --bobbin="$B/bobbin" --out="$parts/costs.json"
fi
if [ -n "${WHOLE:-}" ]; then rounds=${ROUNDS:-2} length=
else rounds=${ROUNDS:-7} length=${INSTRUCTIONS:-40000000}; fi
[ -z "$quick" ] || { rounds=1 length=; }
if wanted kernels; then
    say kernels
    $bench kernels --progress --count $quick $matrix $engines --rounds="$rounds" ${length:+--instructions=$length} --out="$parts/kernels.json"
fi
if [ "${COUNT:-1}" = 1 ] && wanted counts; then
    say "instructions, by callgrind (a minute or so)"
    B=$B bench/count.sh "$parts/counts.txt" $engines ${FILTER:+--filter=$FILTER}
fi
if [ "${PEERS:-1}" = 1 ] && wanted peers; then
    say "whole processes (some minutes)"
    [ -n "${PEER_ENGINES:-}" ] || PEER_ENGINES=$({ echo fused
        "$B/bobbin" engines | sed -n 's/^\([^ ]*\) .*(default)$/\1/p'; } | sort -u | xargs)
    B=$B CC=${CC:-gcc} ENGINES=$PEER_ENGINES bench/peers.sh "$parts" "${PEER_ROUNDS:-1}" &
    shown=0
    while kill -0 $! 2>/dev/null; do # a dot for each kernel that is through
        sleep 1
        through=$(find "$parts" -name 'peers-*.json' | wc -l)
        while [ $shown -lt "$through" ]; do printf . >&2; shown=$((shown + 1)); done
    done
    wait $! || say "bench/peers.sh ended badly"
    echo >&2
fi
if ! wanted audit; then
    :
elif [ -x "$B/bobbin-audit" ] && "$B/bobbin-audit" --json "$B/bobbin" >"$parts/audit.json" 2>"$parts/audit.log"; then
    :
elif ! wanted audit; then
    :
elif [ -x "$B/bobbin-audit" ] && [ -s "$parts/audit.json" ]; then
    say "the audit refuses this build"
else
    rm -f "$parts/audit.json"
    say "no audit: no $B/bobbin-audit, or it could not tell"
fi

# The machine and the build, as lines of name and value.
{
    printf 'cpu\t%s\n' "$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -1)"
    printf 'family\t%s\n' "$(sed -n 's/^\(cpu family\|model\|stepping\)[^:]*: *//p' /proc/cpuinfo 2>/dev/null | head -3 | paste -sd' ')"
    printf 'processors\t%s\n' "$(getconf _NPROCESSORS_ONLN)"
    printf 'architecture\t%s\n' "$(uname -m)"
    printf 'system\t%s\n' "$(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release 2>/dev/null)"
    printf 'virtual\t%s\n' "$(grep -qw hypervisor /proc/cpuinfo 2>/dev/null && echo yes || echo no)"
    printf 'compiler\t%s\n' "$(${CC:-gcc} --version | head -1)"
    printf 'flags\t%s\n' "${FLAGS:-}"
    printf 'loop flags\t%s\n' "${LOOP_FLAGS:-}"
    printf 'quick\t%s\n' "${QUICK:+yes}"
    printf 'revision\t%s\n' "$(git rev-parse --short=12 HEAD 2>/dev/null || echo unknown)"
    printf 'changed\t%s\n' "$(git status --porcelain -- core 2>/dev/null | grep -q . && echo yes || echo no)"
} >"$parts/machine.txt"

"$B/bench/join" "$parts" >"$results.new"
mv "$results.new" "$results"
say "written: $results"
