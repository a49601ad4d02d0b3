# Part of tests/cli.sh: Usage, help, versions, numbers.

# ---- usage, help, version ----

check "alone" 2 "" "usage: bobbin FILE"
check "--help" 0 "*Commands:" "" --help
check "-h" 0 "*Commands:" "" -h
check "help" 0 "*Exit statuses:" "" help
check "--version" 0 "*bobbin 0." "" --version
check "-V" 0 "*bobbin 0." "" -V
check "version --json" 0 '*"schema":"bobbin.version/1"' "" version --json
expect "version --json is JSON" json_file out
check "help --man" 0 "*.TH BOBBIN 1" "" help --man
check "help --man run" 0 "*.TH BOBBIN\-RUN 1" "" help --man run
check "help --completion bash" 0 "*complete -o default -F _bobbin bobbin" "" help --completion bash
check "help --completion of no shell" 2 "" "none of bash, zsh and fish" help --completion csh
check "help --man --markdown" 2 "" "one thing each" help --man --markdown
check "help --markdown run" 2 "" "for all commands together" help --markdown run
check "help --markdown" 0 "*| \`--fuel N\` |" "" help --markdown
check "version" 0 "*bobbin 0." "" version
for c in run build asm diff audit dis verify profile ladder ops engines resume version help; do
    check "$c --help" 0 "*Exit statuses:" "" $c --help
    check "help $c" 0 "*Usage:" "" help $c
done
check "help of nothing" 2 "" "did you mean 'run'?" help rnu
check "misspelt command" 2 "" "did you mean 'verify'?" verfy
check "hopeless command" 2 "" "no command and no file" qqqqqqqq
check "unknown option" 2 "" "did you mean '--fuel'?" run --feul 3 hello.boba
check "option's beginning" 2 "" "did you mean '--checkpoint'?" run --check=x hello.boba
check "unknown letter" 2 "" "unknown option '-z'" run -z hello.boba
check "no FILE" 2 "" "no FILE given" run
check "no FILE with options" 2 "" "no FILE given" run --json
check "too many words" 2 "" "one word too many" dis hello.boba hello.boba
check "words for version" 2 "" "one word too many" version now
check "missing file" 2 "" "No such file or directory" run missing.boba
check "missing file, short" 2 "" "No such file or directory" ./missing
check "directory" 2 "" "Is a directory" run "$dir"
check "a command's name as FILE" 2 "" "a command comes before" --json run hello.boba

# ---- numbers ----

for v in x 12x '' -1 1.5 1.0005K 1e 1e-3 15e-1 0x10 99999999999999999999 1e20 20e18 1KB 1Ki 1T 1,000 1_ _1 \
    1__0 .5 5. 1e6.0 +5 ' 5' 1e99999999999 1KK; do
    check "--fuel '$v'" 2 "" "--fuel" run --fuel "$v" hello.boba
done
check "--fuel= x" 2 "" "'x' is not accepted; it takes a whole number of instructions" run --fuel=x hello.boba
check "--fuel without value" 2 "" "needs a value" run hello.boba --fuel
check "--depth 0" 2 "" "from 1 to 16777216" run --depth 0 hello.boba
check "--depth too large" 2 "" "--depth: '16777217'" run --depth 16777217 hello.boba
check "--stack too large" 2 "" "--stack" run --stack 16777217 hello.boba
check "--heap too large" 2 "" "--heap" run --heap 33G hello.boba
check "--heap odd unit" 2 "" "K, M, G: powers of 1024" run --heap 3T hello.boba
check "--output overflow" 2 "" "--output" run --output 99999999999G hello.boba
for v in 1K 1k 1M 1m 1G 1g 4096 64MB 64MiB 64M 64mb 64Mi 1.5G 1e6 1_000_000 4096B; do
    check "--heap $v" 0 "hello" "" run --heap $v hello.boba
done
cat >heap.boba <<'END'
.func main
    PUSH_CONST 0
    PUSH_CONST 5000
    LIST_FILL
    HALT
END
for v in 64K 64KB 64KiB 65536 0.0625M; do
    check "--heap $v is too little" 5 "" "limit of 65536 bytes" run --heap "$v" heap.boba
done
check "--heap 1.5" 2 "" "--heap" run --heap 1.5 hello.boba
check "--heap 0.3K" 2 "" "--heap" run --heap 0.3K hello.boba
check "every=1K" 5 "" "OutOfFuel" run --fuel 1e5 --checkpoint e.bobs,every=1K loop.boba
check "every=1.5" 2 "" "every=1M" run --checkpoint e.bobs,every=1.5 hello.boba
fuels() { # NUMBER as the message of what is spent has it, then words that mean it
    local n=$1 v
    shift
    for v; do
        check "--fuel $v" 5 "" "the budget of $n instructions is spent" run --fuel "$v" loop.boba
    done
}
fuels 1000 1000 1K 1k 1e3 1E3 1e+3 1_000 1.0K 0.001M 10000e-1 1.00e3 1000.0
fuels 1000000 1000000 1M 1m 1e6 1_000_000 1000K 0.001G 10e5
fuels 1500 1.5K 1.5e3 15e2
check "the most" 0 "hello" "" run --fuel 18446744073709551615 hello.boba
check "--json=1" 2 "" "takes no value" run --json=1 hello.boba
check "--state=" 2 "" "empty value" run --state= hello.boba
if "$bobbin" engines | sed '1,/^absent:$/d' | grep -q '^tail '; then
    reason=$("$bobbin" engines | sed -n 's/^tail *//p')
    check "an absent engine" 2 "" "this build has no engine 'tail': $reason" run --engine tail hello.boba
    check "an absent engine's code" 2 "" "$reason" dis --threaded=tail hello.boba
fi
check "unknown engine" 2 "" "the engines are:" run --engine warp hello.boba
check "--checkpoint every 0" 2 "" "--checkpoint" run --checkpoint c.bobs,every=0 hello.boba
check "--checkpoint odd part" 2 "" "--checkpoint" run --checkpoint c.bobs,evry=5 hello.boba
check "--checkpoint nothing" 2 "" "--checkpoint" run --checkpoint ,every=5 hello.boba
check "--checkpoint nowhere" 2 "" "--checkpoint: cannot write" run --checkpoint no/c.bobs hello.boba
check "--state nowhere" 2 "" "--state: cannot write" run --state=no/s.json hello.boba
check "--trace nowhere" 2 "" "--trace: cannot write" run --trace=no/t.bobt hello.boba

# ---- options that a command has no use for ----

for words in "dis --json" "dis --stats" "asm --fuel 3" "build --threaded" "ladder --trace" \
    "diff --json" "verify --fuel 3" "ops --fuel 3" "engines --markdown" "version --fuel 3" \
    "help --json" "audit --heap 1M" "profile --trace" "resume -o x" "run --rounds 3" "resume -c 1"; do
    check "$words" 2 "" "unknown option" $words hello.boba
done
check "where it belongs" 2 "" "it belongs to: ladder" run --rounds 3 hello.boba
check "dis: a limit, nothing run" 2 "" "--threaded=typed" dis --heap 1M hello.boba
check "dis: --allow-undefined, nothing run" 2 "" "--threaded=typed" dis --threaded --allow-undefined hello.boba
check "dis: an argument, nothing run" 2 "" "one word too many" dis hello.boba 3
check "verify: a limit of a program" 2 "" "is for a snapshot" verify --heap 1M hello.boba
check "profile: --top without tables" 2 "" "--top is for tables" profile --json --top 3 hello.boba
check "ops: names and --markdown" 2 "" "the whole manual" ops --markdown ADD

# ---- optional values ----

check "--trace F" 2 "" "write '--trace=t.bobt'" run --trace t.bobt hello.boba
check "--state F" 2 "" "write '--state=s.json'" run --state s.json hello.boba
: >there.json
check "--state F, which exists" 2 "" "write '--state=there.json'" run --state there.json hello.boba
check "--state F of another name" 2 "" "--state=s.txt" run --state s.txt hello.boba
check "--threaded ENGINE" 2 "" "write '--threaded=direct'" dis --threaded direct hello.boba
check "--trace --state F" 2 "" "--state=s.json" run --trace --state s.json hello.boba
check "--state FILE" 0 "hello" "bobbin.state/1" run --state hello.boba

# ---- the program on the command line ----

check "-c" 0 "3" "" -c 'print(1 + 2)'
check "run -c" 0 "3" "" run -c 'print(1 + 2)'
check "-c, arguments" 0 $'a\n--json' "" run -c 'import sys
print(sys.argv[1])
print(sys.argv[2])' a --json
check "diff, a program without end" 0 "*python3    not run" "" diff --fuel 1000 \
    -c 'while True: pass'
check "diff, output without end" 0 "*python3    not run" "" diff --output 1K \
    -c 'while True: print(1)'
check "-c, argv[0]" 0 "-c 1" "" -c 'import sys
print(sys.argv[0], len(sys.argv))'
check "-c, options" 0 "3" '"status":"ok"' run -c 'print(1 + 2)' --json
check "-c, an error" 1 "" 'File "<string>", line 1, in <module>' -c 'x = 1 // 0'
check "-c, refused" 3 "" "<string>:1:" -c 'x ='
check "-c, empty" 0 "" "" -c ''
check "-c, nothing" 2 "" "-c needs a value" run -c
check "-c and FILE" 2 "" "takes the place of a file" run hello.boba -c 'print(1)'
check "verify -c" 0 "*ok: " "" verify -c 'print(1)'
check "dis -c" 0 "*.func main" "" dis -c 'print(1)'
check "profile -c" 0 "*PUSH_CONST" "" profile -c 'print(1)'
check "build -c" 0 "" "" build -c 'print(7)' -o code.bob
check "and run it" 0 "7" "" code.bob
check "build -c without -o" 2 "" "give -o" build -c 'print(7)'
check "assembly as -c" 0 "" "" -c '.func main
HALT'

# ---- text from input on a terminal ----

# Nothing in err but line ends, tabs, printable ASCII and bytes that may be UTF-8; no C1.
no_controls() {
    [ -z "$(LC_ALL=C tr -d '\n\t\040-\176\200-\377' <err)" ] &&
        ! LC_ALL=C grep -q $'\xc2[\x80-\x9f]' err
}
evil=$'\e[31mred\x07\x9b\xc2\x9b'
check "a file's name" 2 "" '\x1b[31mred\x07\x9b\x9b' run "$evil"
expect "a file's name: no controls" no_controls
check "an option" 2 "" "unknown option" run "--$evil" hello.boba
expect "an option: no controls" no_controls
check "a command" 2 "" "no command" $'qqq\e[31m'
expect "a command: no controls" no_controls
check "an engine" 2 "" "no engine" run --engine "$evil" hello.boba
expect "an engine: no controls" no_controls
printf 'raise ValueError("\\x1b[31m\\x9b\\nnext\\u202e")\n' >evil.py
check "a message" 1 "" 'ValueError: \x1b[31m\x9b' run evil.py
expect "a message: no controls" no_controls
expect "its line ends stay" grep -qx 'next.u202e' err
printf 'import sys\nsys.exit("\\x1b[31m")\n' >evil.py
check "sys.exit with a text" 1 "" '\x1b[31m' run evil.py
expect "sys.exit: no controls" no_controls
printf 'x = 1 // 0 # \033[31m\n' >evil.py
check "a source line" 1 "" '\x1b[31m' run evil.py
expect "a source line: no controls" no_controls
printf 'x = \033[31m\n' >evil.py
check "a refused source line" 3 "" "InvalidProgram" run evil.py
expect "a refused source line: no controls" no_controls
printf '.source "a\\x1b[31m"\n.func main\n.line 3\nCALL_FUNC "f\\x1b\\u009b"\n.func "f\\x1b\\u009b"\n.line 4\nPUSH_CONST 0\nDUP\nDIV\n' >evil.boba
for words in "run" "run --json" "profile" "dis --threaded=typed"; do
    check "$words: names" 1 "*" "DivisionByZero" $words evil.boba
    expect "$words: names: no controls" no_controls
    cat out >>err
    expect "$words: names on standard output: no controls" no_controls
done
cp "$bobbin" elf
for words in "run" "verify" "dis" "asm -o x.bob" "run --json" "resume"; do
    "$bobbin" $words elf >out 2>err
    status=$?
    expect "$words of a binary file: 3 or 4" [ $status -eq 3 -o $status -eq 4 ]
    expect "$words of a binary file: ASCII alone" [ -z "$(LC_ALL=C tr -d '\n\t\040-\176' <err)" ]
    expect "$words of a binary file: short" [ "$(wc -c <err)" -lt 600 ]
done
