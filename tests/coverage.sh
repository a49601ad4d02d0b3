#!/usr/bin/env bash
# Prints the coverage of core after a run of the tests in the build at $1, names the lines
# that were not reached, and fails below 95 % of lines.
set -eu
build=$1
gcovr --root . --object-directory "$build" --filter 'core/' --exclude-throw-branches \
    --print-summary --sort-uncovered --fail-under-line 95 --txt "$build/coverage.txt" "$build"
cat "$build/coverage.txt"
