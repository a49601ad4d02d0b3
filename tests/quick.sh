#!/usr/bin/env bash
# What an edit most likely breaks, in seconds: `make quick` runs it on the build in $B. The last line is
# "N passed, N failed"; a suite that counts nothing has failed.
set -u
B=${B:-build}
passed=0 failed=0

suite() { # suite NAME COMMAND...
    local name=$1 out p f status
    shift
    out=$("$@" 2>&1)
    status=$?
    p=$(sed -nE 's/^\[====\] Synthesis: .*Passing: ([0-9]+) .*/\1/p; s/^([0-9]+) passed, [0-9]+ failed$/\1/p' <<<"$out" | tail -1)
    f=$(sed -nE 's/^\[====\] Synthesis: .*Failing: ([0-9]+) \| Crashing: ([0-9]+).*/\1+\2/p
                 s/^[0-9]+ passed, ([0-9]+) failed$/\1/p' <<<"$out" | tail -1)
    p=$((${p:-0})) f=$((${f:-0}))
    if [ $((p + f)) = 0 ] || { [ $status != 0 ] && [ $f = 0 ]; }; then
        f=$((f + 1))
    fi
    passed=$((passed + p)) failed=$((failed + f))
    printf '%-20s %8d passed %6d failed\n' "$name" $p $f
    [ $f = 0 ] || tail -30 <<<"$out"
}

suite "unit" "$B/tests/unit" --color=never -j2
suite "conform" "$B/tests/conform" --whole --engines=switch,fused,typed --rows tests/programs
suite "random programs" "$B/tests/random" --seed 1 --count 300
suite "python" "$B/tests/pyconform" --whole --every 56 --engine typed

echo
echo "$passed passed, $failed failed"
[ $failed = 0 ]
