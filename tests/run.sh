#!/usr/bin/env bash
# Runs the test suites of a build and adds up what they counted. Run from the root:
#
#   B=build tests/run.sh            all, with the sanitized and the clang build
#   B=build tests/run.sh --plain    this build alone
#
# A suite that counts nothing has failed. The last line is "N passed, N failed".
set -u
B=${B:-build}
passed=0 failed=0
logs=$B/logs
mkdir -p "$logs"

# suite NAME COMMAND...: runs it, finds its counts, shows its end where it failed.
suite() {
    local name=$1 log p f status started=$SECONDS
    shift
    log=$logs/$(printf '%s' "$name" | tr -c 'a-zA-Z0-9\n' '-').log
    "$@" >"$log" 2>&1
    status=$?
    p=$(sed -nE 's/^\[====\] Synthesis: Tested: [0-9]+ \| Passing: ([0-9]+) .*/\1/p
                 s/^([0-9]+) passed, [0-9]+ failed$/\1/p' "$log" | tail -1)
    f=$(sed -nE 's/^\[====\] Synthesis: .*Failing: ([0-9]+) \| Crashing: ([0-9]+).*/\1+\2/p
                 s/^[0-9]+ passed, ([0-9]+) failed$/\1/p' "$log" | tail -1)
    p=$((${p:-0})) f=$((${f:-0}))
    if [ $((p + f)) = 0 ] || { [ $status != 0 ] && [ $f = 0 ]; }; then
        f=$((f + 1))
    fi
    passed=$((passed + p)) failed=$((failed + f))
    printf '%-34s %8d passed %6d failed %5d s\n' "$name" $p $f $((SECONDS - started))
    [ $f = 0 ] || { echo "---- the end of $log"; tail -40 "$log"; echo "----"; }
}

# Every suite of one build: its folder, a tag for its name, how many random programs, and
# what limits the Python programs (a slow build runs them on the default engine alone).
build_suites() {
    local b=$1 tag=$2 programs=$3
    shift 3
    suite "unit$tag" "$b/tests/unit" --color=never -j2
    suite "conform$tag" "$b/tests/conform"
    suite "random programs$tag" "$b/tests/random" --seed 1 --count "$programs"
    # A block that ends where a version has just begun once led to itself and tested no fuel.
    suite "random programs, small limits$tag" timeout 600 "$b/tests/random-small" --seed 1 --count $((programs / 3))
    suite "long programs$tag" "$b/tests/random" --kind long --seed 1 --count $((programs / 150))
    suite "long programs, small limits$tag" timeout 600 "$b/tests/random-small" --kind long --seed 1 --count $((programs / 60))
    # Where a failing division's operand was overwritten by a copy that was put in front of it.
    suite "a random program of before$tag" "$b/tests/random" --seed 131206708 --count 1 --kind table
    suite "python$tag" "$b/tests/pyconform" "$@"
    suite "python memory$tag" "$b/tests/pyrun" --check $(find tests/python -name '*.py' -path '*/memory/*')
    suite "command line$tag" env BOBBIN="$b/bobbin" tests/cli.sh
}

# CPython itself is only needed for what compares with it here and now.
oracle=/usr/bin/python3
has_oracle() { [ -x $oracle ] && $oracle -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; }

default=$("$B/bobbin" engines | sed -n 's/^\([^ ]*\) .*(default)$/\1/p')
export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=0:allocator_may_return_null=1:detect_leaks=1}
if [ "${1:-}" = --plain ]; then
    build_suites "$B" "" 6000
else
    build_suites "$B" "" 6000
    suite "faults of input and output" env IOFAULT="$B/tests/iofault" EVERY=3 tests/io.sh
    suite "kills" env BOBBIN="$B/bobbin" KILLS=20 tests/kills.sh
    suite "long programs at some phases" timeout 600 "$B/tests/random" --kind phases --engine typed --seed 192 --count 24
    suite "documentation and examples" env B="$B" tests/docs.sh
    suite "the library" env B="$B" tests/library.sh
    suite "installation" env B="$B" tests/install.sh
    suite "builds and packages" env B="$B" tests/build.sh
    suite "audit" env B="$B" tests/audit.sh
    suite "benchmark tools" env B="$B" tests/bench.sh
    suite "work for a unit of fuel" env B="$B" tests/costs.sh
    suite "hostile Python" env BOBBIN="$B/bobbin" tests/hostile.sh
    suite "listings" env BOBBIN="$B/bobbin" tests/listing.sh
    suite "python kernels" "$B/tests/pyconform" --whole --engine "$default" bench/kernels
    suite "python kernels, states" "$B/tests/pyconform" --first 200000 bench/kernels
    if has_oracle; then
        suite "syntax trees" $oracle tests/pydump.py --check "$B/tests/pyparse" $(find tests/python examples -name '*.py')
        suite "random Python programs" $oracle tests/pyrandom.py --pyrun "$B/tests/pyrun" --count 1000
        suite "random Python programs that fail" $oracle tests/pyforms.py --pyrun "$B/tests/pyrun" --count 400
        suite "the standard library" env PYRUN="$B/san/tests/pyrun" tests/stdlib.sh
    else
        echo "(no CPython 3.11 at $oracle: random Python programs and its library are not compared)"
    fi
    build_suites "$B/san" " (sanitized)" 600 --engine "$default"
    for corpus in tests/fuzz/corpus/*; do
        suite "fuzz corpus ${corpus##*/} (sanitized)" timeout 600 "$B/san/tests/fuzz_${corpus##*/}" "$corpus"
    done
    suite "out of memory" "$B/tests/oom" --cases 0/40 --most 8
    suite "out of memory (sanitized)" "$B/san/tests/oom" --cases 7/1500 --most 6
    suite "threads (ThreadSanitizer)" "$B/tsan/tests/threads" 4
    suite "kernels, states (sanitized)" "$B/san/tests/pyconform" --first 1000000 --engine "$default" bench/kernels
    suite "conform (clang)" "$B/clang/tests/conform" tests/programs
    suite "random programs (clang)" "$B/clang/tests/random" --seed 2 --count 2000
fi

echo
echo "$passed passed, $failed failed"
[ $failed = 0 ] && [ $passed -gt 0 ]
