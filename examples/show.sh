#!/usr/bin/env bash
# What `make run` shows: Bobbin running Python, and programs in assembly.
set -eu
cd "$(dirname "$0")/.."
bobbin=${BOBBIN:-build/bobbin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

bold= dim= plain=
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$(printf '\033[1m') dim=$(printf '\033[2m') plain=$(printf '\033[0m')
fi
say() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
# Shows the command as one would type it, then runs it.
run() {
    printf '%s$ bobbin %s%s\n' "$dim" "$*" "$plain"
    "$bobbin" "$@" 2>&1
}
# The same for one that ends with another status than 0.
run_to() {
    local want=$1 status=0
    shift
    run "$@" || status=$?
    [ "$status" = "$want" ] || { echo "exit status $status instead of $want" >&2; exit 1; }
    printf '%s(exit status %d)%s\n' "$dim" "$status" "$plain"
}

say "1. Python: the Mandelbrot set"
run run examples/mandelbrot.py
# The same file, timed: Bobbin's whole process beside CPython's, the least of three.
seconds() {
    local best= t i
    for i in 1 2 3; do
        t=$( { TIMEFORMAT=%U; time "$@" >/dev/null 2>&1; } 2>&1)
        if [ -z "$best" ] || awk "BEGIN {exit !($t < $best)}"; then best=$t; fi
    done
    echo "$best"
}
printf '\nCPU seconds, least of three:  bobbin (%s) %s' \
    "$("$bobbin" engines | sed -n 's/^\([a-z]*\) .*(default).*/\1/p')" "$(seconds "$bobbin" run examples/mandelbrot.py)"
# The system's own: the first of the PATH may be a script that starts another.
python=/usr/bin/python3
if [ -x $python ]; then
    printf '   %s %s\n' "$($python -V 2>&1)" "$(seconds $python examples/mandelbrot.py)"
else
    printf '   (no %s to compare with)\n' $python
fi

say "2. The same program on every engine, from one instruction at a time to types in registers"
run ladder --rounds 3 examples/mandelbrot.py

say "3. Eight queens: recursion and lists"
run run examples/queens.boba

say "4. A division by zero three calls deep: the error is a structure, with its place"
run_to 1 run examples/divide.boba
run_to 1 run --json examples/divide.boba

say "5. Stopped by its budget after exactly 2,000,000 instructions, snapshotted, gone on with"
run_to 5 run --fuel 2M --checkpoint "$work/primes.bobs" --out "$work/primes.txt" examples/primes.boba
run resume --out "$work/primes.txt" "$work/primes.bobs"
printf '%s$ tail -n 3 %s%s\n' "$dim" "$work/primes.txt" "$plain"
tail -n 3 "$work/primes.txt"

cat <<TEXT

Where to go on:
  $bobbin --help                                the commands
  $bobbin dis examples/mandelbrot.py            the bytecode, between the source lines
  $bobbin diff examples/mandelbrot.py           every engine and CPython: the same?
  docs/python.md                                what of Python runs
  $bobbin run --trace=/tmp/t.bobt examples/queens.boba   every instruction as a line of JSON
  docs/machine.md                                   what a program means
  docs/embedding.md                                 Bobbin in your C program
TEXT
