#!/bin/sh
# Runs a command that builds and folds the lines of its steps ("  cc    file.c" and the like) into
# one that shows how far it is; everything else, warnings above all, stays. Where standard output
# is no terminal, or V is set, nothing is folded.
#
#   tools/build/fold.sh STEPS LONG COMMAND...
#   STEPS   how many steps there will be
#   LONG    the file whose step outlasts the others ("-": none)
set -euf
steps=$1 long=$2
shift 2
if [ ! -t 1 ] || [ -n "${V:-}" ]; then exec "$@"; fi

exec 3>&1 # the terminal, also where 1 is a pipe
width=$(stty size <&3 2>/dev/null | sed 's/.* //')
case $width in '' | 0 | *[!0-9]*) width=80 ;; esac
progress() { # progress TEXT: in place of the one before; no wider than the terminal
    printf '\r\033[K%.*s' $((width - 1)) "  [$step/$steps] $1"
}

{
    status=0
    "$@" 2>&1 || status=$?
    echo "  exit $status"
} | {
    step=0 status=1
    while IFS= read -r line; do
        case $line in
        "  exit "*) status=${line#"  exit "} ;;
        "  "[a-z]*"  "*)
            step=$((step + 1))
            # shellcheck disable=SC2086
            set -- $line
            shift
            progress "$*"
            # What comes after the last file are the library and the program.
            if [ $step = $((steps - 2)) ] && [ "$long" != - ]; then progress "$long is still compiled"; fi
            ;;
        *) printf '\r\033[K%s\n' "$line" ;;
        esac
    done
    printf '\r\033[K'
    exit "$status"
}
