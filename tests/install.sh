#!/usr/bin/env bash
# Installs below a temporary folder and builds the embedding example against what is there,
# static and shared. Run from the root; ends with "N passed, N failed".
set -u
B=${B:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
check() {
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1)); echo "FAIL $name"; cat "$work/log"; fi
}
# shellcheck disable=SC2046
compile() { gcc -std=c11 -Wall -Wextra -Werror -o "$1" "$work/example.c" $(pkg-config "${@:2}" --cflags --libs bobbin); }
same_output() { diff "$work/expected" <("$@"); }

export PKG_CONFIG_PATH=$work/usr/lib/pkgconfig
export LD_LIBRARY_PATH=$work/usr/lib
awk '/^```c$/ {on = 1; next} /^```$/ {if (on) exit} on' docs/embedding.md >"$work/example.c"
awk '/^```text$/ {on = 1; next} /^```$/ {if (on) exit} on' docs/embedding.md >"$work/expected"

check "make install" make --no-print-directory B="$B" prefix="$work/usr" install
check "the installed program" "$work/usr/bin/bobbin" version
check "compiles against the shared library" compile "$work/shared"
check "runs with the shared library" same_output "$work/shared"
check "compiles against the static library" \
    gcc -std=c11 -I"$work/usr/include" -o "$work/static" "$work/example.c" "$work/usr/lib/libbobbin.a" -lm
check "runs with the static library" same_output "$work/static"
# Nothing but the public functions is seen from outside the shared library.
check "exports only bob_ functions of bobbin.h" bash -c '
    for s in $(nm -D --defined-only "$1/usr/lib/libbobbin.so" | awk "\$2 ~ /[TDBR]/ {print \$3}"); do
        grep -q "\<$s\>" core/bobbin.h || { echo "$s is exported"; exit 1; }
    done' _ "$work"
check "needs only libc and libm" bash -c '
    ! readelf -d "$1/usr/lib/libbobbin.so" | grep NEEDED | grep -v "libc\.so\|libm\.so"' _ "$work"
check "make uninstall" make --no-print-directory B="$B" prefix="$work/usr" uninstall
check "leaves nothing" bash -c '[ -z "$(find "$1/usr" -type f -o -type l)" ]' _ "$work"

echo "$passed passed, $failed failed"
[ $failed = 0 ]
