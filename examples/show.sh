#!/usr/bin/env bash
# What `make run` shows: Bobbin running four programs in assembly.
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

say "1. The Mandelbrot set: floats, strings, 2,340 calls"
run run --stats examples/mandelbrot.boba

say "2. Eight queens: recursion and lists"
run run examples/queens.boba

say "3. A division by zero three calls deep: the error is a structure, with its place"
run_to 1 run examples/divide.boba
run_to 1 run --json examples/divide.boba

say "4. Stopped by its budget after exactly 2,000,000 instructions, snapshotted, gone on with"
run_to 5 run --fuel 2000000 --checkpoint "$work/primes.bobs" examples/primes.boba
run resume "$work/primes.bobs"

cat <<TEXT

Where to go on:
  $bobbin --help                                the commands
  $bobbin dis examples/queens.boba              any program as assembly
  $bobbin run --trace=/tmp/t.bobt examples/queens.boba   every instruction as a line of JSON
  docs/machine.md                                   what a program means
  docs/embedding.md                                 Bobbin in your C program
TEXT
