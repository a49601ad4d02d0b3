#!/bin/sh
# Installs the Debian packages that are missing, and only those.
#   tools/setup.sh build|run|test|lint|coverage|bench|compilers|fuzz ...
#   tools/setup.sh --missing GROUP...      prints them, each after a space, and installs nothing
set -eu

only_list=
if [ "${1:-}" = --missing ]; then
    only_list=yes
    shift
fi
packages=
for group in "$@"; do
    case $group in
    build) packages="$packages gcc make libc6-dev libxxhash-dev" ;;
    run) packages="$packages python3" ;; # CPython, to compare with
    test) packages="$packages clang g++ libcriterion-dev libjansson-dev libcapstone-dev libbenchmark-dev pkg-config python3 valgrind mandoc jq" ;;
    lint) packages="$packages clang clang-format clang-tidy cppcheck" ;;
    coverage) packages="$packages gcovr" ;;
    bench) packages="$packages g++ libbenchmark-dev libjansson-dev libcapstone-dev hyperfine valgrind" ;;
    compilers) # for make bench-compilers: those that this Debian has
        for p in gcc-12 gcc-13 gcc-14 gcc-15 clang-14 clang-19 clang-22; do
            ! apt-cache show "$p" >/dev/null 2>&1 || packages="$packages $p"
        done
        packages="$packages valgrind libcapstone-dev python3" ;;
    fuzz) packages="$packages clang libclang-rt-14-dev" ;;
    *) echo "setup: unknown group '$group' (build, run, test, lint, coverage, bench, compilers, fuzz)" >&2; exit 2 ;;
    esac
done

missing=
for p in $packages; do
    dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing="$missing $p"
done
if [ -n "$only_list" ]; then
    echo "$missing"
    exit 0
fi
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null; then
    echo "setup: these are needed, by whatever name your system has them:$missing" >&2
    exit 1
fi
as_root=
if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "setup: run as root: apt-get install$missing" >&2; exit 1; }
    as_root=sudo
fi
echo "setup: installing$missing"
log=$(mktemp)
# A list of packages that is old or absent is refreshed once.
# shellcheck disable=SC2086
if ! DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y --no-install-recommends $missing >"$log" 2>&1; then
    if ! { $as_root apt-get update && DEBIAN_FRONTEND=noninteractive \
           $as_root apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log"
        exit 1
    fi
fi
rm -f "$log"
