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

# The lists of docs/python.md are those of builtins.def and math.def, by way of ops.md.
python_list() { # row of python.md, pattern of the first column in ops.md
    check "docs/python.md lists $1 as builtins.def does" bash -c '
        diff <(grep "^| $1 |" docs/python.md | cut -d"|" -f3 | grep -o "\`[^\`]*\`" | tr -d "\`" | tr " " "\n" | sort) \
             <(sed -n "/^## What Python programs call/,\$p" docs/ops.md | grep -E "^\| *$2 *\|" | cut -d"\`" -f2 | sort)' _ "$1" "$2"
}
python_list "built-ins" "built-in"
python_list "list methods" "(list[^|]*)"
python_list "string methods" "str"
python_list '`math`' "math"

check "docs/cli.md has the table of options (make docs)" \
    bash -c 'diff <(sed -n "/^<!-- options:/,/^<!-- end of/{/^<!--/d;p}" docs/cli.md) <("$1/bobbin" help --markdown)' _ "$B"

check "README.md has the figures of the pages (make docs)" \
    bash -c 'diff <(sed -n "/^<!-- figures:/,/^<!-- end of/{/^<!--/d;p}" README.md) \
                  <(awk -f tools/report/figures.awk docs/native.md docs/benchmarks.md)'

pages=(README.md CONTRIBUTING.md CHANGELOG.md SECURITY.md docs/*.md)

# Links lead somewhere: to a page, a picture, a file.
for page in "${pages[@]}"; do
    for link in $(grep -v '^    ' "$page" | grep -o '](\([^)#:]*\)[)#]' | sed 's/^](//; s/[)#]$//'); do
        check "$page links to $link" test -e "$(dirname "$page")/$link"
    done
done

# What the pages show is what the programs print; what they measured says by which command.
add() { # add NAME COMMAND...: with the counts of its last line
    local name=$1 out last
    shift
    out=$("$@" 2>&1)
    last=$(tail -1 <<<"$out")
    if [[ $last =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed$ ]]; then
        passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
        sed '$d' <<<"$out"
    else
        failed=$((failed + 1)) && printf 'FAIL %s\n%s\n' "$name" "$out"
    fi
}
add "listings" env B="$B" tests/docs/listings.sh "${pages[@]}"
check "no figure without its command" awk -f tests/docs/numbers.awk $(ls README.md CONTRIBUTING.md SECURITY.md docs/*.md | grep -v docs/ops.md)
# The commands that measured are there: targets of make, programs of the tree.
measured() {
    local command word status=0
    while IFS= read -r command; do
        set -- $command
        while [[ $1 == *=* ]]; do shift; done
        case $1 in
        make)
            for word in "${@:2}"; do
                [[ $word == *=* || $word == -* ]] || grep -q "^[a-z -]*\b$word\b.*:.*##" Makefile bench/bench.mk ||
                    { echo "no target $word: $command" && status=1; }
            done
            ;;
        bobbin) ;;
        build/*) [ -e "$B/${1#build/}" ] || [ -n "$(find "$1".c bench tools tests -name "${1##*/}*" 2>/dev/null)" ] ||
            { echo "no $1: $command" && status=1; } ;;
        *) [ -x "$1" ] || command -v "$1" >/dev/null || { echo "no $1: $command" && status=1; } ;;
        esac
    done < <(sed -n 's/^<!-- measured: \([^;]*\); .*; revision [0-9a-f]*\( .*\)\{0,1\} -->$/\1/p' "${pages[@]}")
    return $status
}
check "the commands that measured are there" measured
check "each measurement has command, machine and revision" bash -c '
    ! grep -n "^<!-- measured:" "$@" | grep -v "measured: [^;]*; [^;]*; revision [0-9a-f]\{7,\}[^;]* -->"' _ "${pages[@]}"

# Every example runs, and what make run shows ends well.
# The host of examples/embed, as a user compiles it.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
embedded() {
    cc -std=c11 -Wall -Wextra -Werror -I"$work/include" -o "$work/rules" examples/embed/rules.c "$B/libbobbin.a" -lm -lpthread &&
        "$work/rules" >"$work/rules.txt" &&
        [ "$(grep -c "^tenant [013], modest: 50329.47 in all, 0 calls over the budget$" "$work/rules.txt")" = 3 ] &&
        grep -qx "tenant 2, greedy: 49776.67 in all, 10 calls over the budget" "$work/rules.txt"
}
mkdir -p "$work/include" && cp core/bobbin.h "$work/include"
check "examples/embed: four tenants in four threads" embedded
check "make run's programs" env BOBBIN="$B/bobbin" examples/show.sh
check "what make run names next are commands" bash -c '
    for c in $(sed -n "s/^  \$bobbin \([a-z][a-z]*\).*/\1/p" examples/show.sh); do
        "$1/bobbin" help $c >/dev/null || exit 1
        echo $c
    done | grep -qx trace' _ "$B"
for f in examples/*.boba; do
    check "$f round trip" bash -c '
        "$1/bobbin" asm "$2" -o "$1/a.bob" && "$1/bobbin" dis "$1/a.bob" | "$1/bobbin" asm - -o "$1/b.bob" &&
        cmp "$1/a.bob" "$1/b.bob"' _ "$B" "$f"
done

# No path of a machine, no unfinished mark.
check "no unfinished marks" bash -c '! grep -rnE "\<(TO''DO|FIX''ME|XX''X)\>" core tools tests examples docs README.md Makefile'

echo "$passed passed, $failed failed"
[ $failed = 0 ]
