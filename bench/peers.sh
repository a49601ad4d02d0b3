#!/usr/bin/env bash
# Whole processes: bobbin, other interpreters and native code on the same kernels, each in its
# language, by hyperfine. What prints something else than the native program is not timed.
# What is not on the PATH is named, and what is there tells its version and build (versions.txt).
# stitch (makepad/stitch) is a library: a program `stitch` that runs FILE.wasm with fd_write of WASI
# in it takes part.
#
#   B=build bench/peers.sh OUT-DIRECTORY [ROUNDS [KERNEL...]]
#
# Rounds are short and interleaved: each runs every program once. ENGINES names bobbin's (fused).
set -u
B=${B:-build}
out=${1:?usage: bench/peers.sh OUT-DIRECTORY [ROUNDS [KERNEL...]]}
rounds=${2:-3}
shift; shift || true
kernels=bench/kernels
CC=${CC:-gcc}
work=$B/bench/peers
mkdir -p "$out" "$work"
rm -f "$out"/peers-*.json
[ $# -gt 0 ] || set -- $(cd $kernels && for f in *.py; do echo "${f%.py}"; done)
engines=${ENGINES:-fused}

absent=$out/absent.txt
: >"$absent"
have() {
    command -v "$1" >/dev/null 2>&1 || { echo "$1" >>"$absent"; return 1; }
}
have luajit && luajit=1 || luajit=
have lua5.4 && lua=1 || lua=
have python3 && python=1 || python=
have wasm3 && wasm3=1 || wasm3=
have iwasm && iwasm=1 || iwasm=
have stitch && stitch=1 || stitch=
have luau && luau=1 || luau=
have micropython && micropython=1 || micropython=
have qjs && qjs=1 || qjs=
have node && node=1 || node=
have java && have javac && java=1 || java=
wasm=
if [ -n "$wasm3$iwasm$stitch" ]; then
    if command -v clang >/dev/null && command -v wasm-ld >/dev/null; then wasm=1
    else echo "clang and wasm-ld, for wasm" >>"$absent"; fi
fi

# version NAME COMMAND...: the first line that it prints
version() {
    local name=$1
    shift
    printf '%s\t%s\n' "$name" "$("$@" 2>&1 </dev/null | sed -n '/[^ ]/{s/\t/ /g;p;q;}')" >>"$out/versions.txt"
}
: >"$out/versions.txt"
version native gcc --version
version bobbin "$B/bobbin" version
[ -z "$luajit" ] || version luajit luajit -v
[ -z "$lua" ] || version lua5.4 lua5.4 -v
[ -z "$luau" ] || version luau luau --version
# with how it was built, which it alone of them tells
[ -z "$python" ] || version python3 python3 -c 'import sys, sysconfig
print(sys.version.replace("\n", " "), "built with", sysconfig.get_config_var("CONFIG_ARGS"), sysconfig.get_config_var("OPT"))'
[ -z "$micropython" ] || version micropython micropython -c 'import sys; print(sys.version)'
[ -z "$qjs" ] || version qjs qjs -h
[ -z "$node" ] || version node node --version
[ -z "$java" ] || version java java -version
[ -z "$wasm3" ] || version wasm3 wasm3 --version
[ -z "$iwasm" ] || version iwasm iwasm --version
[ -z "$stitch" ] || version stitch stitch --version

if ! have hyperfine; then
    echo "peers: hyperfine is absent; no whole processes are measured" >&2
    exit 0
fi

# commands KERNEL: the programs that can run it, as lines of "name<TAB>command".
commands() {
    local k=$1 class e script
    printf 'native\t%s\n' "$work/$k.native"
    for e in $engines; do
        printf 'bobbin %s\t%s\n' "$e" "$B/bobbin run --engine=$e $kernels/$k.py"
    done
    [ -z "$lua" ] || [ ! -f $kernels/$k.lua ] || printf 'lua5.4\t%s\n' "lua5.4 $kernels/$k.lua"
    script=$kernels/$k.luajit.lua
    [ -f "$script" ] || script=$kernels/$k.lua
    if [ -n "$luajit" ] && [ -f "$script" ]; then
        printf 'luajit\t%s\n' "luajit $script"
        printf 'luajit -joff\t%s\n' "luajit -joff $script"
    fi
    # Luau's numbers are LuaJIT's
    [ -z "$luau" ] || [ ! -f "$script" ] || printf 'luau\t%s\n' "luau $script"
    [ -z "$micropython" ] || printf 'micropython\t%s\n' "micropython $kernels/$k.py"
    [ -z "$python" ] || printf 'python3\t%s\n' "$python3 $kernels/$k.py"
    [ -z "$qjs" ] || [ ! -f $kernels/$k.js ] || printf 'qjs\t%s\n' "qjs $kernels/$k.js"
    [ -z "$node" ] || [ ! -f $kernels/$k.js ] || printf 'node --jitless\t%s\n' "node --jitless $kernels/$k.js"
    class=$(printf '%s' "$k" | sed 's/^./\U&/')
    if [ -n "$java" ] && [ -f "$work/$class.class" ]; then
        printf 'java -Xint\t%s\n' "java -Xint -cp $work $class"
    fi
    if [ -n "$wasm" ] && [ -f "$work/$k.wasm" ]; then
        [ -z "$wasm3" ] || printf 'wasm3\t%s\n' "wasm3 $work/$k.wasm"
        [ -z "$iwasm" ] || printf 'iwasm\t%s\n' "iwasm $work/$k.wasm"
        [ -z "$stitch" ] || printf 'stitch\t%s\n' "stitch $work/$k.wasm"
    fi
}

# python3 itself, not a script that looks for one
[ -z "$python" ] || python3=$(python3 -c 'import sys; print(sys.executable)')
[ -z "$java" ] || javac -d "$work" $kernels/*.java 2>/dev/null || echo "java: the kernels do not compile" >&2

for k; do
    if ! gcc -O2 -fno-tree-vectorize -o "$work/$k.native" $kernels/$k.c -lm 2>"$work/$k.log"; then
        echo "peers: $k: no native program, see $work/$k.log" >&2
        continue
    fi
    [ -z "$wasm" ] || clang --target=wasm32 -O2 -fno-vectorize -nostdlib -mbulk-memory \
        -Wl,--no-entry -o "$work/$k.wasm" $kernels/$k.c 2>>"$work/$k.log" || rm -f "$work/$k.wasm"
    expected=$("$work/$k.native")
    : >"$work/$k.commands"
    while IFS=$'\t' read -r name command; do
        got=$($command 2>"$work/stderr") && [ "$got" = "$expected" ] || {
            echo "$k: $name prints something else: left out" | tee -a "$out/differs.txt" >&2
            continue
        }
        printf '%s\t%s\n' "$name" "$command" >>"$work/$k.commands"
    done < <(commands "$k")
done

for round in $(seq "$rounds"); do
    for k; do
        [ -s "$work/$k.commands" ] || continue
        args=()
        while IFS=$'\t' read -r name command; do
            args+=(-n "$name" "$command")
        done < <(if [ $((round % 2)) = 1 ]; then cat "$work/$k.commands"; else tac "$work/$k.commands"; fi)
        hyperfine -N --runs 1 --style none --export-json "$out/peers-$k-$round.json" "${args[@]}" \
            >/dev/null 2>"$work/hyperfine.log" || { echo "peers: hyperfine failed on $k:" >&2; cat "$work/hyperfine.log" >&2; }
    done
done
