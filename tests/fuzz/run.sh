#!/usr/bin/env bash
# libFuzzer on each target for a while, from its corpus in tests/fuzz/corpus. Run by `make fuzz`.
#
#   B=build/fuzz tests/fuzz/run.sh [TARGET...]           asm, container, python ...; all of them
#   B=build/fuzz tests/fuzz/run.sh --merge [TARGET...]   keeps in the tree what adds coverage
#
#   SECONDS_EACH=N (60)   JOBS=N (2) targets at a time
#
# Inputs that are new stay in $B/corpus-TARGET, those that fail in $B/crash-TARGET-*; the status is
# then 1. The last lines say how often each target ran and how much of the code that reached.
set -u
B=${B:-build/fuzz}
seconds=${SECONDS_EACH:-60}
jobs=${JOBS:-2}
merge=
[ "${1:-}" = --merge ] && { merge=yes; shift; }
targets=$*
[ -n "$targets" ] || targets=$(cd tests/fuzz && ls fuzz_*.c | sed 's/^fuzz_//; s/\.c$//')

# Seeds besides the corpus: programs of the tests, in the form that a target reads.
seeds() {
    case $1 in
    asm) find examples tests/programs -name '*.boba' -size -8k | head -60 ;;
    esac
}

fuzz() { # fuzz TARGET
    local target=$1 new=$B/corpus-$1 kept=tests/fuzz/corpus/$1 dict=tests/fuzz/$1.dict start=$SECONDS status f
    mkdir -p "$new" "$kept"
    for f in $(seeds "$target"); do cp "$f" "$new/seed-$(basename "$f")"; done
    [ -f "$dict" ] || dict=
    ASAN_OPTIONS=allocator_may_return_null=1 "$B/fuzz_$target" -max_total_time="$seconds" -print_final_stats=1 \
        -timeout=20 -rss_limit_mb=3000 -max_len=4096 ${dict:+-dict=$dict} -artifact_prefix="$B/crash-$target-" \
        "$new" "$kept" >"$B/$target.log" 2>&1
    status=$?
    printf '%-10s %5d s %9s executions  %s  %4d units added%s\n' "$target" $((SECONDS - start)) \
        "$(sed -n 's/^stat::number_of_executed_units: *//p' "$B/$target.log")" \
        "$(grep -o 'cov: [0-9]* ft: [0-9]*' "$B/$target.log" | tail -1)" \
        "$(sed -n 's/^stat::new_units_added: *//p' "$B/$target.log")" \
        "$([ $status = 0 ] || echo "   FAILED, see $B/$target.log")"
    return $status
}

keep() { # keep TARGET: small inputs alone, so that the corpus stays small
    local new=$B/corpus-$1 kept=tests/fuzz/corpus/$1 merged=$B/merged-$1
    rm -rf "$merged"
    mkdir -p "$merged" "$new" "$kept"
    "$B/fuzz_$1" -merge=1 -max_len=400 -artifact_prefix="$B/merge-$1-" "$merged" "$kept" "$new" >"$B/$1-merge.log" 2>&1 || return 1
    # of thousands of inputs the smallest that add something, as libFuzzer orders them, to a bound
    find "$merged" -type f -printf '%s %p\n' | sort -n | head -"${MOST:-120}" | cut -d' ' -f2- |
        xargs -r cp -t "$kept"
    echo "$1: $(find "$kept" -type f | wc -l) inputs in $kept"
}

failed=0 running=0
for target in $targets; do
    if [ -n "$merge" ]; then keep "$target" || failed=1; continue; fi
    [ $running -lt "$jobs" ] || { wait -n || failed=1; running=$((running - 1)); }
    fuzz "$target" &
    running=$((running + 1))
done
while [ $running -gt 0 ]; do wait -n || failed=1; running=$((running - 1)); done
exit $failed
