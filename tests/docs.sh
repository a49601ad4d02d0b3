#!/usr/bin/env bash
# The documentation says what the program does. Run from the root; ends with "N passed, N failed".
set -u
B=${B:-build}
passed=0 failed=0
check() {
    local name=$1 out
    shift
    if out=$("$@" 2>&1); then passed=$((passed + 1)); else
        failed=$((failed + 1)); printf 'FAIL %s\n%s\n' "$name" "$out"; fi
}

check "docs/ops.md is what the table says (make docs)" \
    bash -c 'diff docs/ops.md <("$1/bobbin" ops --markdown)' _ "$B"

check "docs/cli.md has the table of options (make docs)" \
    bash -c 'diff <(sed -n "/^<!-- options:/,/^<!-- end of/{/^<!--/d;p}" docs/cli.md) <("$1/bobbin" help --markdown)' _ "$B"

# Links between pages lead somewhere.
for page in README.md docs/*.md; do
    for link in $(grep -o '](\([^)#]*\.md\)' "$page" | cut -c3-); do
        check "$page links to $link" test -f "$(dirname "$page")/$link"
    done
done

# The README's first program gives what the README shows.
sed -n '/; sum.boba/,/RETURN_VAL$/p' README.md >/dev/null
awk '/; sum.boba/ {on = 1} on && /^    \$/ {exit} on' README.md | sed 's/^    //' >"$B/sum.boba"
check "the README's program" bash -c '
    grep -qF "$("$1/bobbin" run --json "$1/sum.boba" 2>&1 | sed "s/.*\"result\"/\"result\"/")" README.md' _ "$B"

# Every example runs, and what make run shows ends well.
check "make run's programs" env BOBBIN="$B/bobbin" examples/show.sh
for f in examples/*.boba; do
    check "$f round trip" bash -c '
        "$1/bobbin" asm "$2" -o "$1/a.bob" && "$1/bobbin" dis "$1/a.bob" | "$1/bobbin" asm - -o "$1/b.bob" &&
        cmp "$1/a.bob" "$1/b.bob"' _ "$B" "$f"
done

# No path of a machine, no unfinished mark.
check "no unfinished marks" bash -c '! grep -rnE "\<(TO''DO|FIX''ME|XX''X)\>" core tools tests examples docs README.md Makefile'

echo "$passed passed, $failed failed"
[ $failed = 0 ]
