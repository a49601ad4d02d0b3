#!/usr/bin/env bash
# Runs what the pages show and compares. A mark stands in the line before a listing:
#
#   <!-- file: NAME -->        the listing is a file that later commands of this page read
#   <!-- run: COMMAND -->      the listing is what the command prints
#   <!-- session -->           "$ COMMAND" and what it prints, in turn
#
# After the word there may be what it needs, without which it is not compared:
#
#   <!-- run (registers 3 3): COMMAND -->    that many int and float registers in `typed`
#   <!-- run (needs jq): COMMAND -->         a program
#
# Commands run in a folder of the page's own that has links build, bench, core and examples.
#
#   B=build tests/docs/listings.sh PAGE...           ends with "N passed, N failed"
#   B=build tests/docs/listings.sh --write PAGE...   writes the listings instead
set -u
root=$PWD
B=$(realpath "${B:-build}")
passed=0 failed=0 write=
if [ "${1:-}" = --write ]; then
    write=yes
    shift
fi
export PATH=$B:$PATH NO_COLOR=1
registers=$(bobbin engines | sed -n 's/.*(\([0-9]*\) int and \([0-9]*\) float registers.*/\1 \2/p')

# What stands in a mark's brackets holds here.
holds() {
    case $1 in
    '') ;;
    registers*) [ "$1" = "registers $registers" ] ;;
    needs*) command -v "${1#needs }" >/dev/null ;;
    *) echo "unknown condition '$1'"; failed=$((failed + 1)) && false ;;
    esac
}
# Fills `actual` from kind, argument and the lines of `shown`.
execute() {
    local line
    actual=()
    case $1 in
    file) printf '%s\n' "${shown[@]}" >"$2" && actual=("${shown[@]}") ;;
    run) mapfile -t actual < <(bash -c "$2" 2>&1 </dev/null) ;;
    session)
        for line in "${shown[@]}"; do
            [[ $line == '$ '* ]] || continue
            actual+=("$line")
            mapfile -t -O ${#actual[@]} actual < <(bash -c "${line#'$ '}" 2>&1 </dev/null)
        done
        ;;
    esac
}

mark='^<!-- (file|run|session)( \(([^)]*)\))?(: (.*))? -->$'
page() {
    local name=$1 work indent i=0 first n kind argument condition lines
    work=$(mktemp -d)
    for n in bench core examples; do ln -s "$root/$n" "$work/$n"; done
    ln -s "$B" "$work/build"
    cd "$work" || exit 1
    mapfile -t lines <"$root/$name"
    local out=()
    n=${#lines[@]}
    while [ $i -lt "$n" ]; do
        out+=("${lines[i]}")
        if ! [[ ${lines[i++]} =~ $mark ]]; then continue; fi
        kind=${BASH_REMATCH[1]} condition=${BASH_REMATCH[3]} argument=${BASH_REMATCH[5]}
        while [ $i -lt "$n" ] && [ -z "${lines[i]}" ]; do out+=("${lines[i++]}"); done
        shown=() indent='    ' first=$((i + 1))
        if [[ ${lines[i]:-} == '```'* ]]; then
            indent=
            out+=("${lines[i++]}")
            while [ $i -lt "$n" ] && [[ ${lines[i]} != '```' ]]; do shown+=("${lines[i++]}"); done
        else
            while [ $i -lt "$n" ] && [[ ${lines[i]} == '    '* || -z ${lines[i]} ]]; do shown+=("${lines[i++]#    }"); done
            while [ ${#shown[@]} -gt 0 ] && [ -z "${shown[-1]}" ]; do unset 'shown[-1]' && i=$((i - 1)); done
        fi
        if [ ${#shown[@]} = 0 ]; then
            failed=$((failed + 1))
            echo "FAIL $name:$first: a mark without a listing"
            continue
        fi
        if ! holds "$condition"; then
            echo "($name:$first: not compared, it is for: $condition)"
            out+=("${shown[@]/#/$indent}")
            continue
        fi
        execute "$kind" "$argument"
        if [ ${#actual[@]} = 0 ]; then
            failed=$((failed + 1))
            echo "FAIL $name:$first: $kind $argument: it prints nothing"
            actual=("${shown[@]}")
        elif [ "${actual[*]}" = "${shown[*]}" ]; then
            passed=$((passed + 1))
        elif [ -z "$write" ]; then
            failed=$((failed + 1))
            echo "FAIL $name:$first: $kind $argument"
            diff <(printf '%s\n' "${shown[@]}") <(printf '%s\n' "${actual[@]}")
        fi
        out+=("${actual[@]/#/$indent}")
    done
    cd "$root" || exit 1
    rm -rf "$work"
    if [ -n "$write" ]; then printf '%s\n' "${out[@]}" | sed 's/^ *$//' >"$name.new" && mv "$name.new" "$name"; fi
}
for name in "$@"; do page "$name"; done
[ -n "$write" ] || echo "$passed passed, $failed failed"
[ $failed = 0 ]
