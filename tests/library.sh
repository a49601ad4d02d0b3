#!/usr/bin/env bash
# The library as others link it: no writable data, an interface that keeps its symbols, sizes
# and numbers, headers for every dialect. Run from the root; ends with "N passed, N failed".
#
#   tests/library.sh           compares with tests/data/abi.txt
#   tests/library.sh --write   replaces it: after a change that callers survive
set -u
B=${B:-build}
stored=tests/data/abi.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0
check() {
    local name=$1
    shift
    if "$@" >"$work/log" 2>&1; then passed=$((passed + 1)); else
        failed=$((failed + 1)); echo "FAIL $name"; head -40 "$work/log"; fi
}

# ---- writable data ----
# Machines of several threads share all of it, so there is none. What the C compiler's startup
# files put into a shared library is theirs:
#   __dso_handle, completed.0, __TMC_END__   of crtbeginS.o: for destructors, of which we have none
allowed='__dso_handle|completed\.0|__TMC_END__'
writable='^(\.data|\.data\.rel|\.data\.rel\.local|\.bss|\.tdata|\.tbss|\*COM\*)(\..*)?$'

# Symbols in writable sections; .data.rel.ro is read-only once the loader has relocated it.
writable_symbols() {
    objdump -t "$1" | awk -v w="$writable" '
        {for (i = 2; i < NF; i++) if ($i ~ w && $i !~ /^\.data\.rel\.ro/ && $NF != $i) print $NF}'
}
# And data without a symbol.
writable_bytes() {
    objdump -h "$1" | awk -v w="$writable" '
        $2 ~ w && $2 !~ /^\.data\.rel\.ro/ && $3 !~ /^0+$/ {print $2, $3}'
}
no_writable_data() { # LIBRARY
    ! writable_symbols "$1" | grep -vxE "$allowed"
}
check "libbobbin.a has no writable data" no_writable_data "$B/libbobbin.a"
check "libbobbin.a has none without a name" bash -c "! grep ." <(writable_bytes "$B/libbobbin.a")
check "libbobbin.so has no writable data" no_writable_data "$B/libbobbin.so"
# The check sees what it looks for.
printf 'static int counter; int *find(void) {return &counter;} int other = 3; static _Thread_local int mine; int *my(void) {return &mine;} const char *const texts[] = {"a"};' >"$work/w.c"
gcc -fPIC -c -o "$work/w.o" "$work/w.c"
check "the check finds writable data" bash -c \
    '[ "$(sort -u <<<"$1" | tr "\n" " ")" = "counter mine other " ]' _ "$(writable_symbols "$work/w.o")"

# ---- symbols, sizes, numbers ----

# Fields of each structure of bobbin.h and bobbin_lab.h, the values of each enumeration, as C that prints them.
abi_source() {
    echo '#include <stdio.h>'
    echo '#include <stddef.h>'
    echo '#include "core/bobbin_lab.h"'
    echo 'int main(void) {'
    gcc -E -P -I. core/bobbin_lab.h | tr '\n' ' ' | sed 's/typedef/\ntypedef/g' | awk '
        /^typedef (struct|enum) [A-Za-z]+ *\{/ {
            kind = $2; name = $3; sub(/\{.*/, "", name)
            body = $0; sub(/^[^{]*\{/, "", body); sub(/\}.*/, "", body)
            if (kind == "enum") {
                n = split(body, part, ",")
                for (i = 1; i <= n; i++) {
                    gsub(/[ \t]|=.*/, "", part[i])
                    if (part[i] != "") printf "printf(\"%s %s %%d\\n\", (int)%s);\n", name, part[i], part[i]
                }
            } else {
                printf "printf(\"%s: %%zu bytes\\n\", sizeof(%s));\n", name, name
                n = split(body, part, ";")
                for (i = 1; i <= n; i++) {
                    f = part[i]
                    if (f ~ /\(\*/) {sub(/^[^(]*\(\*/, "", f); sub(/\).*/, "", f)}
                    m = split(f, each, ",")
                    for (k = 1; k <= m; k++) {
                        g = each[k]; sub(/\[.*/, "", g); gsub(/[ \t]+$/, "", g); sub(/^.*[ *]/, "", g)
                        if (g != "") printf "printf(\"%s.%s at %%zu, %%zu\\n\", offsetof(%s, %s), sizeof(((%s *)0)->%s));\n", name, g, name, g, name, g
                    }
                }
            }
        }'
    echo 'return 0; }'
}
abi() {
    abi_source >"$work/abi.c" && gcc -std=c11 -I. -o "$work/abi" "$work/abi.c" && "$work/abi" &&
        nm -D --defined-only "$B/libbobbin.so" | awk '{print "symbol", $NF}' | LC_ALL=C sort
}
abi >"$work/abi.txt" || echo "cannot be compiled" >>"$work/abi.txt"
if [ "${1:-}" = --write ]; then
    cp "$work/abi.txt" $stored
fi
check "the interface is what $stored says" diff $stored "$work/abi.txt"
check "it has structures, numbers and symbols" bash -c '
    grep -q "^BobConfig.size at 0, " "$1" && grep -qx "BobStatus BOB_STACK_UNDERFLOW 16" "$1" &&
    grep -qx "BobType BOB_FREED 255" "$1" && grep -qx "symbol bob_machine_run" "$1"' _ "$work/abi.txt"

# The static library shows the same names, and keeps them where a packager strips it.
archive_symbols() { nm -g --defined-only "$1" | awk 'NF == 3 {print "symbol", $3}' | LC_ALL=C sort; }
check "libbobbin.a shows the same symbols" diff <(grep '^symbol ' $stored) <(archive_symbols "$B/libbobbin.a")
cp "$B/libbobbin.a" "$work/stripped.a"
check "libbobbin.a can be stripped" strip --strip-unneeded "$work/stripped.a"
check "and shows the same" diff <(grep '^symbol ' $stored) <(archive_symbols "$work/stripped.a")
cat >"$work/use.c" <<'END'
#include <string.h>
#include "core/bobbin_lab.h"
/* names of a program's own, and of the library's inside */
int bob_sem_ADD(void) { return 1; }
int bob_buffer_add = 2;
static int put(void *ctx, const char *bytes, size_t n) { (void)ctx; return memcmp(bytes, "7\n", n) != 0; }
int main(void)
{
    const char *text = "print(3 + 4)\n";
    BobProgram *program;
    BobMachine *machine;
    BobConfig config;
    if (bob_program_load(text, strlen(text), "a.py", NULL, &program, NULL) != BOB_OK)
        return 1;
    bob_config_init(&config);
    config.write = put;
    if (bob_machine_new(program, &config, 0, NULL, &machine, NULL) != BOB_OK ||
        bob_machine_run(machine) != BOB_OK || bob_machine_output_bytes(machine) != 2)
        return 2;
    bob_machine_free(machine);
    bob_program_free(program);
    return bob_sem_ADD() + bob_buffer_add - 3;
}
END
for library in "$B/libbobbin.a" "$work/stripped.a"; do
    check "a program with names of its own links $(basename "$library")" \
        gcc -std=c11 -Wall -Wextra -Werror -I. -o "$work/use" "$work/use.c" "$library" -lm
    check "and runs" "$work/use"
done

# The program is made of what is sold, and of core/base. (A .def is a list of texts to it: that of the
# built-ins becomes a table of docs/ops.md.)
check "the command line includes the public headers and core/base alone" bash -c '
    ! grep -n "#include \"core/" tools/bobbin/*.[ch] |
        grep -v "\"core/bobbin\(_lab\)\?\.h\"\|\"core/base/[a-z_0-9]*\.h\"\|\.def\"" | grep .'

# ---- the headers ----

for header in bobbin bobbin_lab; do
    printf '#include "core/%s.h"\nint main(void) {BobConfig c; bob_config_init(&c); return (int)c.stack == 0;}\n' $header >"$work/h.c"
    cp "$work/h.c" "$work/h.cc"
    for std in c99 c11 c17 c2x; do
        check "$header.h in $std" gcc -std=$std -Wall -Wextra -Wpedantic -Wconversion -Werror -I. -fsyntax-only "$work/h.c"
    done
    for std in c++98 c++11 c++14 c++17 c++20; do
        if [ $std = c++98 ]; then more=-Wno-long-long; else more=; fi # stdint.h's own
        check "$header.h in $std" g++ -std=$std -Wall -Wextra -Wpedantic -Wconversion -Werror $more -I. -fsyntax-only "$work/h.cc"
    done
done

echo "$passed passed, $failed failed"
[ $failed = 0 ]
