#!/usr/bin/env bash
# What `make run` shows. Each command is printed as one would type it in this folder, then run.
set -eu
cd "$(dirname "$0")/.."
bobbin=${BOBBIN:-build/bobbin}
place=$(dirname "$bobbin")/show # what the commands write stays there, to be looked into
mkdir -p "$place"

bold= dim= plain=
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$(printf '\033[1m') dim=$(printf '\033[2m') plain=$(printf '\033[0m')
fi
say() { printf '\n%s%s%s\n' "$bold" "$1" "$plain"; }
run() {
    printf '%s$ %s %s%s\n' "$dim" "$bobbin" "$*" "$plain"
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
# CPU seconds of a whole process, the least of three.
seconds() {
    local best= t i
    for i in 1 2 3; do
        t=$( { TIMEFORMAT=%U; time "$@" >/dev/null 2>&1; } 2>&1)
        if [ -z "$best" ] || awk "BEGIN {exit !($t < $best)}"; then best=$t; fi
    done
    echo "$best"
}
engine=$("$bobbin" engines | sed -n 's/^\([a-z]*\) .*(default).*/\1/p')
printf '\nCPU seconds, the least of three:  bobbin (%s) %s' "$engine" \
    "$(seconds "$bobbin" run examples/mandelbrot.py)"
# The system's own: the first of the PATH may be a script that starts another.
python=/usr/bin/python3
if [ -x $python ]; then
    printf '   %s %s\n' "$($python -V 2>&1)" "$(seconds $python examples/mandelbrot.py)"
else
    printf '   (no %s to compare with)\n' $python
fi

say "2. The same program on every engine: the same output and the same count of instructions"
run ladder --rounds 3 examples/mandelbrot.py

say "3. Stopped after exactly 20,000,000 instructions, and continued in another engine"
run_to 5 run --fuel 20M --checkpoint "$place/half.bobs" --out "$place/picture.txt" examples/mandelbrot.py
run resume --engine switch --json --out "$place/picture.txt" "$place/half.bobs"
"$bobbin" run examples/mandelbrot.py | cmp - "$place/picture.txt"
echo "$place/picture.txt is, byte for byte, what the run without a stop printed."

say "4. An error, with its place: as text, and as JSON for programs"
run_to 1 run examples/average.py
run_to 1 run --json examples/average.py

cat <<TEXT

${bold}Next: see every step of a program, forward and back, in your browser:${plain}
  $bobbin trace examples/mandelbrot.py -o step.html

And then:
  $bobbin -c 'print(sum([i * i for i in range(10)]))'
  $bobbin diff examples/mandelbrot.py      every engine and CPython: the same?
  $bobbin dis examples/average.py          the bytecode, between the source lines
  $bobbin help                             the commands
  README.md                                    where to go on
TEXT
