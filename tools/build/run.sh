#!/bin/sh
# What `make run` does: says what will happen, installs what is missing, builds, shows.
#
#   tools/build/run.sh           all of it
#   tools/build/run.sh --what    says it and stops
#   MAKE=, B=    make and the build folder
#   TAKES=       what the one long file takes here, as the Makefile knows it
set -eu
make=${MAKE:-make} B=${B:-build} takes=${TAKES:-}
bold= plain=
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then bold=$(printf '\033[1m') plain=$(printf '\033[0m'); fi

missing=$(tools/setup.sh --missing build run)
todo=$($make --no-print-directory -n B="$B" V= "$B/bobbin" 2>/dev/null | grep '^echo "  ' || :)
steps=$(printf '%s\n' "$todo" | grep -c . || :)
long=-
case $todo in *core/typed/loop.c*) long=core/typed/loop.c ;; esac

printf '%smake run%s does three things:\n' "$bold" "$plain"
if [ -n "$missing" ]; then
    echo "  1. install with apt-get what is missing:$missing"
else
    echo "  1. install what is missing: nothing is"
fi
if [ "$steps" = 0 ]; then
    echo "  2. build $B/bobbin: it is up to date"
else
    printf '  2. build %s: %s steps' "$B/bobbin" "$steps"
    if [ $long != - ]; then
        printf '. One file takes longer than all others together\n     (%s, the fastest engine%s)' $long "$takes"
    fi
    echo
fi
echo "  3. show what Bobbin is for: a program beside CPython, every engine on it, an exact stop and"
echo "     how it goes on elsewhere, an error with its place; some seconds"

[ "${1:-}" != --what ] || exit 0
[ -z "$missing$todo" ] || echo
tools/setup.sh build run
if [ "$steps" != 0 ]; then
    # As many at a time as there are processors, but no more than need not much memory.
    jobs=$(nproc 2>/dev/null || echo 2)
    [ "$jobs" -le 4 ] || jobs=4
    start=$(date +%s)
    export B jobs
    # What the long file is made of comes first: with several jobs make begins a file whose sources
    # are still being made after all others.
    tools/build/fold.sh "$steps" $long sh -c '"$@" "$B/gen/typed_handlers.inc" && "$@" -j"$jobs" "$B/bobbin"' \
        sh "$make" --no-print-directory B="$B"
    echo "built $B/bobbin in $(($(date +%s) - start)) seconds"
fi
BOBBIN=$B/bobbin exec examples/show.sh
