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

# ---- manual pages and completions ----

share=$work/usr/share
commands=$("$B/bobbin" help | sed -n '/^Commands:/,/^$/s/^  \([a-z-]*\) .*/\1/p')
same_commands() {
    diff <(for c in $commands; do echo "bobbin-$c.1"; done | sort) <(ls "$share/man/man1" | grep -- -)
}
check "a manual page for each command, and no other" same_commands
# Warnings of the reader of pages: none, but that they carry no date.
clean_page() { ! mandoc -T lint -W warning "$1" | grep -v 'missing date'; }
shown() { man -l "$1" 2>&1 | col -b | grep -qE "$2"; }
for page in "$share"/man/man1/*.1; do
    name=${page##*/}
    if command -v mandoc >/dev/null; then check "$name: mandoc finds nothing" clean_page "$page"; fi
    if command -v man >/dev/null; then check "$name: man shows it" shown "$page" '^EXIT STATUS'; fi
done
if command -v man >/dev/null; then
    check "a page has its command's options" shown "$share/man/man1/bobbin-run.1" '^ +--fuel N'
    check "with their defaults" shown "$share/man/man1/bobbin-run.1" 'default 65536'
fi
for tool in mandoc man; do
    command -v $tool >/dev/null || echo "(no $tool: the pages are not read by it)"
done

bash_script=$share/bash-completion/completions/bobbin
# completes WANTED WORD...: what bash offers for the last word
completes() {
    local want=$1
    shift
    [ "$(bash -c '
        compopt() { :; }
        source "$1" && shift && COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) && _bobbin &&
        printf "%s " "${COMPREPLY[@]}"' _ "$bash_script" "$@")" = "$want " ]
}
check "the completions of bash parse" bash -n "$bash_script"
check "bobbin run --f<TAB>" completes "--fuel" bobbin run --f
check "bobbin --f<TAB>" completes "--fuel" bobbin --f
check "bobbin ladder --r<TAB>" completes "--rounds" bobbin ladder --r
check "bobbin lad<TAB>" completes "ladder" bobbin lad
check "bobbin run --engine ty<TAB>" completes "typed" bobbin run --engine ty
check "bobbin run --engine=fu<TAB>" completes "fused" bobbin run --engine = fu
check "bobbin dis --threaded=fu<TAB>" completes "fused" bobbin dis --threaded = fu
check "bobbin dis --threaded fu<TAB>: FILE" completes "" bobbin dis --threaded fu
check "bobbin run --trace=t<TAB>: a file" completes "" bobbin run --trace = t
check "bobbin help --completion z<TAB>" completes "zsh" bobbin help --completion z
check "bobbin help pro<TAB>" completes "profile" bobbin help pro
check "bobbin ops JUMP_IF_TRUE_<TAB>" completes "JUMP_IF_TRUE_OR_POP" bobbin ops JUMP_IF_TRUE_
check "bobbin asm --fu<TAB>: not an option of it" completes "" bobbin asm --fu
# shellcheck disable=SC2086
check "bobbin <TAB>" completes "$(echo $commands)" bobbin ""
if command -v zsh >/dev/null; then
    check "the completions of zsh parse" zsh -n "$share/zsh/site-functions/_bobbin"
    # At a terminal, as a user sees it.
    check "zsh: bobbin run --fu<TAB>" zsh -f -c '
        zmodload zsh/zpty && zpty z "PS1=\"> \" ZDOTDIR=/nonexistent zsh -f -i"
        zpty -w z "fpath=($1 \$fpath); autoload -U compinit; compinit -u -D; bobbin() { echo got \$*; }"
        zpty -w z "echo rea\"\"dy"
        zpty -r -m z seen "*ready*" && zpty -n -w z $'"'bobbin run --fu\\t5\\n'"'
        zpty -w z "echo do\"\"ne" && zpty -r -m z seen "*done*" && zpty -d z; [[ $seen = *"got run --fuel"* ]]' \
        _ "$share/zsh/site-functions"
else
    echo "(no zsh: its completions are not tried)"
fi
if command -v fish >/dev/null; then
    fish_script=$share/fish/vendor_completions.d/bobbin.fish
    offers() { [ "$(HOME=$work fish --no-config -c "source $fish_script; complete -C '$1'" | cut -f1 | tr -d '\n')" = "$2" ]; }
    check "the completions of fish parse" fish --no-execute "$fish_script"
    check "fish: bobbin run --fu<TAB>" offers "bobbin run --fu" "--fuel"
    check "fish: bobbin help pro<TAB>" offers "bobbin help pro" "profile"
    check "fish: bobbin run --engine ty<TAB>" offers "bobbin run --engine ty" "typed"
    check "fish: bobbin asm --fu<TAB>: not an option of it" offers "bobbin asm --fu" ""
else
    echo "(no fish: its completions are not tried)"
fi

# ---- the library ----

# Nothing but the public functions is seen from outside the shared library.
check "exports only bob_ functions of the headers" bash -c '
    for s in $(nm -D --defined-only "$1/usr/lib/libbobbin.so" | awk "\$2 ~ /[TDBR]/ {print \$3}"); do
        grep -q "\<$s\>" core/bobbin.h core/bobbin_lab.h || { echo "$s is exported"; exit 1; }
    done' _ "$work"
check "needs only libc and libm" bash -c '
    ! readelf -d "$1/usr/lib/libbobbin.so" | grep NEEDED | grep -v "libc\.so\|libm\.so"' _ "$work"
check "make uninstall" make --no-print-directory B="$B" prefix="$work/usr" uninstall
check "leaves nothing" bash -c '[ -z "$(find "$1/usr" -type f -o -type l)" ]' _ "$work"

echo "$passed passed, $failed failed"
[ $failed = 0 ]
