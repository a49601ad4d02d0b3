#!/usr/bin/env bash
# What the compilers and checkers have to say, as errors. Run from the root.
set -u
# What the build makes is most of these three; the build itself shows their warnings.
lib=$(git ls-files 'core/*.c' ':!core/typed/loop.c' ':!core/typed/rows.c')
tool=$(git ls-files 'tools/*.c' ':!tools/bobbin/step_parts.c' ':(glob)bench/*.c')
tests=$(git ls-files 'tests/*.c')
headers=$(git ls-files 'core/*.h')
base="-std=gnu11 -I. -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
      -Wpointer-arith -Wwrite-strings -Wundef -Wvla -Werror"
bad=0

step() {
    local name=$1
    shift
    if "$@"; then echo "ok    $name"; else echo "FAIL  $name"; bad=1; fi
}

# -O2: some of gcc's warnings need its data flow.
gcc_all() { for f in $lib $tool $tests; do gcc $base -O2 -c -o /dev/null "$f" || return 1; done; }
clang_all() { for f in $lib $tool $tests; do clang $base -fsyntax-only "$f" || return 1; done; }
headers_alone() { # each compiles by itself
    for f in $headers; do gcc $base -fsyntax-only -x c "$f" 2>&1 | grep -v 'pragma once' && return 1; done
    return 0
}
cplusplus() { echo '#include "core/bobbin_lab.h"' | g++ -I. -Wall -Wextra -Werror -fsyntax-only -x c++ - ; }
tidy() {
    local found
    found=$(clang-tidy --quiet $lib $tool -- -std=gnu11 -I. 2>/dev/null | grep -A4 'warning:\|error:')
    [ -z "$found" ] || { printf '%s\n' "$found"; return 1; }
}
# What it takes for faults and is none: hexadecimal floats (unknownMacro), X-macro rows as pointers
# (assignBoolToPointer), __has_include of a path, addresses of labels (internalAstError); and
#   num.c          a comparison that is false for a constant, in an X-macro of several types
#   builtins_range.c  the same comparison
#   num.h          a shift by 63 at most: it takes the test before it for no promise
#   builtins_math.c   the sign as all ones: gcc and clang define the shift, and it is no branch
#   builtins_seq.c values is NULL only where there is an object instead
#   locations.c     filled by count_uses() for all locals
#   options.c      a row without a name has a letter
#   floattext.c, signature.c a structure whose fields are all set by then
#   format.c, format_str.c   what a call in the same argument list, or the line before, fills
check() {
    cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
        --suppress=missingInclude --suppress=unknownMacro --suppress='*:/usr/include/*' \
        --suppress=incorrectLogicOperator:core/machine/types/num.c --suppress=assignBoolToPointer \
        --suppress=preprocessorErrorDirective:bench/bench_ops.c --suppress=shiftTooManyBitsSigned:core/machine/types/num.h \
        --suppress=incorrectLogicOperator:core/machine/builtins/builtins_range.c \
        --suppress=shiftTooManyBitsSigned:core/machine/builtins/builtins_math.c \
        --suppress=nullPointer:core/machine/builtins/builtins_seq.c \
        --suppress=ctuuninitvar:core/machine/text/floattext.c --suppress=ctuuninitvar:core/front/python/analyse/signature.c \
        --suppress=uninitvar:core/typed/locations.c --suppress=nullPointer:tools/bobbin/options.c \
        --suppress=uninitvar:core/machine/text/format.c --suppress=uninitvar:core/machine/text/format_str.c \
        --suppress=internalAstError:core/engines/token.c --suppress=internalAstError:bench/clock.c -I. $lib $tool
}
formatted() { clang-format --dry-run -Werror $(git ls-files '*.c' '*.h'); }

step "gcc" gcc_all
step "clang" clang_all
step "headers alone" headers_alone
command -v g++ >/dev/null && step "the public headers in C++" cplusplus
step "clang-tidy" tidy
step "cppcheck" check
step "clang-format" formatted
exit $bad
