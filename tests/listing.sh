#!/usr/bin/env bash
# What the decoder makes of small programs: tests/listing/NAME.ENGINE.txt is what
# `bobbin dis --threaded=ENGINE` prints of NAME.boba. Run from the repository root; BOBBIN names
# the program to test. `--write` replaces the expected text. Ends with "N passed, N failed".
set -u
bobbin=${BOBBIN:-build/bobbin}
passed=0 failed=0
for f in tests/listing/*.boba; do
    for e in direct fused; do
        text=${f%.boba}.$e.txt
        [ "${1:-}" != --write ] || "$bobbin" dis "--threaded=$e" "$f" >"$text"
        if out=$(diff "$text" <("$bobbin" dis "--threaded=$e" "$f" 2>&1)); then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            printf 'FAIL %s\n%s\n' "$text" "$out"
        fi
    done
done
# typed: a short function is decoded in place of its calls, one with too many ways is called
calls=$("$bobbin" dis --threaded=typed tests/data/inline.boba 2>&1 | grep -o 'entry of .*')
if [ "$calls" = 'entry of many(int)' ]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1))
    printf 'FAIL tests/data/inline.boba, calls: %s\n' "$calls"
fi
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
