#!/usr/bin/env bash
# The command line, from outside: every command, option and exit status. Run from the
# repository root; BOBBIN names the program to test. Ends with "N passed, N failed".
set -u
bobbin=$(realpath "${BOBBIN:-build/bobbin}")
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cp tests/python/lists/copies_between_kinds.py "$dir"
cd "$dir" || exit 1
passed=0
failed=0

good() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    echo "FAIL: $1"
    [ $# -lt 2 ] || printf '%s\n' "$2" | head -20 | sed 's/^/    /'
}

# check NAME STATUS OUT ERR WORD...: runs bobbin with the words. OUT is the whole standard
# output, or "*PIECE" for a part of it; ERR is a part of standard error, "" where it must be
# empty, "*" for anything. Leaves out and err behind.
check() {
    local name=$1 want=$2 want_out=$3 want_err=$4 status why=""
    shift 4
    "$bobbin" "$@" >out 2>err </dev/null
    status=$?
    [ $status -eq "$want" ] || why="exit status $status, expected $want"
    case $want_out in
    \**) grep -qF -- "${want_out#\*}" out || why="$why; standard output lacks: ${want_out#\*}" ;;
    *) [ "$(cat out)" = "$want_out" ] || why="$why; standard output is: $(head -c 300 out)" ;;
    esac
    case $want_err in
    '*') ;;
    '') [ ! -s err ] || why="$why; standard error is not empty" ;;
    *) grep -qF -- "$want_err" err || why="$why; standard error lacks: $want_err" ;;
    esac
    if [ -z "$why" ]; then good; else bad "$name: $why" "$(cat err)"; fi
}

# expect NAME COMMAND...: the command must succeed.
expect() {
    local name=$1
    shift
    if "$@"; then good; else bad "$name: $*"; fi
}
same() { cmp -s "$1" "$2"; }
last_line_is() { [ "$(tail -n 1 err)" = "$1" ]; }
no_temporaries() { ! ls -- *.tmp* >/dev/null 2>&1; }

engines() { "$bobbin" engines | sed '/^absent:$/,$d' | cut -d' ' -f1; }

# The last line of err is one JSON object (each line of a file: json_lines).
if python3 -c pass 2>/dev/null; then
    json_last() { tail -n 1 err | python3 -c 'import json,sys; assert type(json.loads(sys.stdin.read())) is dict'; }
    json_lines() { python3 -c 'import json,sys; [json.loads(l) for l in open(sys.argv[1])]' "$1"; }
    json_file() { python3 -m json.tool "$1" >/dev/null; }
else
    json_last() { tail -n 1 err | grep -q '^{"schema":.*}$'; }
    json_lines() { ! grep -qv '^{.*}$' "$1"; }
    json_file() { grep -q '[]}]$' "$1"; }
fi

# ---- programs ----

cat >hello.boba <<'END'
.func main
    PUSH_CONST "hello"
    PRINT 1
    PUSH_CONST 55
    HALT
END
cat >div.boba <<'END'
.source "f.py"
.func main
.line 9
    PUSH_CONST 1
    PUSH_CONST 0
    PUSH_CONST "before"
    PRINT 1
    CALL_FUNC f
    HALT
.func f a b
.line 4
    LOAD_NAME a
    LOAD_NAME b
    DIV
    RETURN_VAL
END
cat >plain.boba <<'END'
.func main
    CALL_FUNC f
    HALT
.func f
    PUSH_CONST 1
    PUSH_CONST 0
    DIV
    RETURN_VAL
END
cat >bad.boba <<'END'
.func main
    PUSH_CONST 1
    FROBNICATE 3
    HALT
END
cat >nomain.boba <<'END'
.func other
    HALT
END
cat >loop.boba <<'END'
.func main
again:
    JUMP again
END
cat >deep.boba <<'END'
.func main
    CALL_FUNC main
    HALT
END
cat >args.boba <<'END'
.func main
    ARG_COUNT
    PRINT 1
    PUSH_CONST 0
    STORE_NAME i
next:
    LOAD_NAME i
    ARG_COUNT
    LT
    JUMP_IF_FALSE done
    LOAD_NAME i
    ARG
    PRINT 1
    LOAD_NAME i
    PUSH_CONST 1
    ADD
    STORE_NAME i
    JUMP next
done:
    HALT
END
cat >undefined.boba <<'END'
.func main
    LOAD_NAME nothing
    PRINT 1
    HALT
END
cat >raise.boba <<'END'
.func main
    PUSH_CONST "ValueError: no good"
    RAISE
END
cat >eat.boba <<'END'
.func main
    PUSH_CONST 0
    PUSH_CONST 100000
    LIST_FILL
    HALT
END
for n in 0 7 258 -1; do printf '.func main\n PUSH_CONST %s\n EXIT\n' "$n" >"exit$n.boba"; done
# Prints 0, 1, 2, ... up to the argument; 12 instructions a number.
cat >count.boba <<'END'
.func main
    PUSH_CONST 0
    ARG
    TO_INT
    STORE_NAME top
    PUSH_CONST 0
    STORE_NAME i
next:
    LOAD_NAME i
    LOAD_NAME top
    LT
    JUMP_IF_FALSE done
    LOAD_NAME i
    PRINT 1
    LOAD_NAME i
    PUSH_CONST 1
    ADD
    STORE_NAME i
    JUMP next
done:
    LOAD_NAME i
    HALT
END

# ---- usage, help, version ----

check "alone" 2 "" "usage: bobbin FILE"
check "--help" 0 "*Commands:" "" --help
check "-h" 0 "*Commands:" "" -h
check "help" 0 "*Exit statuses:" "" help
check "--version" 0 "*bobbin 0." "" --version
check "version" 0 "*bobbin 0." "" version
for c in run asm dis verify profile ladder ops engines resume version help; do
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
check "a command's name as FILE" 2 "" "a command stands before" --json run hello.boba

# ---- numbers ----

for v in x 12x '' -1 1.5 1e3 0x10 99999999999999999999 1K; do
    check "--fuel '$v'" 2 "" "--fuel" run --fuel "$v" hello.boba
done
check "--fuel= x" 2 "" "'x' is not accepted; it takes a whole number of instructions" run --fuel=x hello.boba
check "--fuel without value" 2 "" "needs a value" run hello.boba --fuel
check "--depth 0" 2 "" "from 1 to 16777216" run --depth 0 hello.boba
check "--depth too large" 2 "" "--depth: '16777217'" run --depth 16777217 hello.boba
check "--stack too large" 2 "" "--stack" run --stack 16777217 hello.boba
check "--heap too large" 2 "" "--heap" run --heap 33G hello.boba
check "--heap odd unit" 2 "" "K, M or G" run --heap 3T hello.boba
check "--output overflow" 2 "" "--output" run --output 99999999999G hello.boba
for v in 1K 1k 1M 1m 1G 1g 4096; do
    check "--heap $v" 0 "hello" "" run --heap $v hello.boba
done
check "--json=1" 2 "" "takes no value" run --json=1 hello.boba
check "--state=" 2 "" "empty value" run --state= hello.boba
check "unknown engine" 2 "" "the engines are:" run --engine warp hello.boba
check "--checkpoint every 0" 2 "" "--checkpoint" run --checkpoint c.bobs,every=0 hello.boba
check "--checkpoint odd part" 2 "" "--checkpoint" run --checkpoint c.bobs,evry=5 hello.boba
check "--checkpoint nothing" 2 "" "--checkpoint" run --checkpoint ,every=5 hello.boba
check "--checkpoint nowhere" 2 "" "--checkpoint: cannot write" run --checkpoint no/c.bobs hello.boba
check "--state nowhere" 2 "" "--state: cannot write" run --state=no/s.json hello.boba
check "--trace nowhere" 2 "" "--trace: cannot write" run --trace=no/t.bobt hello.boba

# ---- run: options and arguments ----

check "run" 0 "hello" "" run hello.boba
check "short run" 0 "hello" "" hello.boba
check "options first, short run" 0 "hello" "*" --json hello.boba
check "options after FILE" 0 "hello" '"result":55' run hello.boba --json
check "arguments" 0 $'2\na\n-x' "" run args.boba a -x
check "arguments look like options" 0 $'2\na\n--json' "" run args.boba a --json
check "-- before an option" 0 $'1\n--json' "" run args.boba -- --json
check "-- among arguments" 0 $'2\na\n--' "" run args.boba a --
check "a negative number" 0 $'1\n-3' "" run args.boba -3
check "- as an argument" 0 $'1\n-' "" run args.boba -
check "short run, arguments" 0 $'1\na' "" args.boba a
check "argument that is not UTF-8" 2 "" "bobbin run:" run args.boba $'\xff'
"$bobbin" run - <hello.boba >out 2>err
expect "standard input" grep -q '^hello$' out
cat hello.boba | "$bobbin" run - >out 2>err
expect "a pipe" grep -q '^hello$' out
for e in $(engines); do
    check "engine $e" 0 "hello" "\"engine\":\"$e\"" run --engine "$e" --json hello.boba
done

# ---- exit statuses ----

check "EXIT 0" 0 "" "" run exit0.boba
check "EXIT 7" 7 "" "" run exit7.boba
check "EXIT 258" 2 "" "" run exit258.boba
check "EXIT -1" 255 "" "" run exit-1.boba
check "runtime error" 1 "before" 'File "f.py", line 9, in main' run div.boba
expect "frame of f" grep -qF '  File "f.py", line 4, in f' err
expect "traceback's head" grep -qx 'Traceback (most recent call last):' err
expect "traceback's end" grep -q '^DivisionByZero: .' <(tail -n 1 err)
check "without lines" 1 "" '  File "plain.boba", in main, instruction 0' run plain.boba
expect "frame without line" grep -qF '  File "plain.boba", in f, instruction 2' err
check "UserError" 1 "" "UserError: ValueError: no good" run raise.boba
check "undefined" 1 "" "UndefinedVariable: " run undefined.boba
check "--allow-undefined" 0 "None" "" run --allow-undefined undefined.boba
check "assembly that does not parse" 3 "" "bad.boba:3:" run bad.boba
expect "the line is shown" grep -q 'FROBNICATE 3' err
expect "the caret is shown" grep -q '^ *^$' err
expect "refusal's end" grep -q '^InvalidProgram: .' <(tail -n 1 err)
check "no main" 3 "" "InvalidProgram: " run nomain.boba
: >empty
check "an empty file is an empty Python program" 0 "" "" run empty
check "OutOfFuel" 5 "" "OutOfFuel: " run --fuel 100 loop.boba
check "OutOfFuel, 0" 5 "" "OutOfFuel: " run --fuel 0 loop.boba
check "CallDepthExceeded" 5 "" "CallDepthExceeded: " run deep.boba
expect "repeats are counted" grep -q 'Previous line repeated' err
expect "and not printed" [ "$(wc -l <err)" -lt 30 ]
check "--depth" 5 "" "CallDepthExceeded: " run --depth 3 deep.boba
check "OutOfMemory" 5 "" "OutOfMemory: " run --heap 1K eat.boba
check "StackOverflow" 5 "" "StackOverflow: " run --stack 1 div.boba
check "OutputExceeded" 5 "" "OutputExceeded: " run --output 3 hello.boba
check "arena" 5 "" "CallDepthExceeded: " run --arena 1 div.boba

# ---- asm, dis, verify ----

for f in hello div args count; do
    check "asm $f" 0 "" "" asm $f.boba -o $f.bob
    "$bobbin" dis $f.bob >again.boba
    check "asm again $f" 0 "" "" asm again.boba -o again.bob
    expect "dis, asm: same bytes of $f" same $f.bob again.bob
    check "verify $f" 0 "*ok: " "" verify $f.bob
done
check "run a container" 0 "hello" "" run hello.bob
rm -f hello.bob
check "asm without -o" 0 "" "" asm hello.boba
expect "hello.bob" test -s hello.bob
"$bobbin" asm - -o - <hello.boba >piped.bob
expect "asm through pipes" same hello.bob piped.bob
check "asm - without -o" 2 "" "give -o" asm -
check "asm, joined -o" 0 "" "" asm -ojoined.bob hello.boba
expect "joined -o" same hello.bob joined.bob
check "asm --json" 0 "" '"schema":"bobbin.asm/1"' asm --json hello.boba
expect "asm --json" json_last
check "asm nowhere" 2 "" "No such file or directory" asm hello.boba -o no/hello.bob
check "asm of nonsense" 3 "" "bad.boba:3:" asm bad.boba
expect "nothing is left of it" test ! -e bad.bob
check "asm into a directory" 2 "" "Is a directory" asm hello.boba -o "$dir"
expect "permissions by umask" [ "$(umask 027; "$bobbin" asm hello.boba -o p.bob; stat -c %a p.bob)" = 640 ]
ln -s target.bob link.bob && : >target.bob
check "asm through a link" 0 "" "" asm hello.boba -o link.bob
expect "the link stays" test -L link.bob
expect "its target is written" same hello.bob target.bob
check "verify --json" 0 '*"schema":"bobbin.verify/1","status":"ok"' "" verify --json hello.bob
expect "verify --json" json_file out
check "verify assembly" 0 "*ok: 2 functions" "" verify div.boba
check "verify, refused" 3 "" "InvalidProgram: " verify bad.boba
head -c 60 hello.bob >cut.bob
check "a truncated container" 4 "" "cut.bob: offset " run cut.bob
check "verify a truncated container" 4 "" "InvalidProgram: " verify cut.bob
check "dis a truncated container" 4 "" "InvalidProgram: " dis cut.bob
cp hello.bob flip.bob && printf '\377' | dd of=flip.bob bs=1 seek=130 conv=notrunc 2>/dev/null
check "a damaged container" 4 "" "offset" run flip.bob

# ---- ops, engines ----

check "ops" 0 "*  0  NOP" "" ops
expect "an operation a line" grep -q 'PUSH_CONST .*const .*( -- const )' out
check "ops --json" 0 '*"name":"HALT"' "" ops --json
expect "ops --json" json_file out
check "ops --markdown" 0 "*# Operations" "" ops --markdown
check "ops, both" 2 "" "exclude" ops --json --markdown
check "engines" 0 "*switch" "" engines
check "engines --json" 0 '*"default":true' "" engines --json
expect "engines --json" json_file out
expect "registers of typed" grep -qE '"registers":\{"int":[2-6],"float":[2-6]\}' out

# ---- dis --threaded ----

check "dis --threaded" 0 "*LT_LL_FALSE        i, top -> L2" "" dis --threaded count.boba
check "dis --threaded=fused is that" 0 "$(cat out)" "" dis --threaded=fused count.boba
check "dis --threaded=direct" 0 "*JUMP_IF_FALSE      -> L2" "" dis --threaded=direct count.boba
expect "without superinstructions" [ -z "$(grep LT_LL_FALSE out)" ]
check "dis --threaded of a container" 0 "*.func main" "" dis --threaded count.bob
check "dis --threaded=switch" 2 "" "runs the bytecode as it is" dis --threaded=switch count.boba
check "dis --threaded=warp" 2 "" "no engine of this build" dis --threaded=warp count.boba
check "dis --threaded=typed" 0 "*dispatched  handler" "" dis --threaded=typed count.boba 1000
expect "a block that ran a thousand times" grep -qE "ran (999|1000|1001)\b" out
expect "nothing that the program prints" sh -c '! grep -qx 1000 out'
cat >constant.py <<'END'
for i in range(3):
    print("%d %s" % (i, "text"))
END
expect "dis --threaded=typed shows no address" sh -c "'$bobbin' dis --threaded=typed constant.py >one && '$bobbin' dis --threaded=typed constant.py >two && grep -q 'ref constant' one && cmp one two"
check "dis --threaded=typed of a failure" 1 "*.func f" "DivisionByZero" dis --threaded=typed div.boba
check "dis --threaded=typed of a limit" 5 "*.func main" "OutOfFuel" dis --threaded=typed --fuel 100 loop.boba
check "dis of two files" 2 "" "one word too many" dis count.boba div.boba
check "dis --threaded, what is refused" 3 "" "InvalidProgram" dis --threaded bad.boba

# ---- profile ----

# A jq-like question to a JSON file: json_says FILE EXPRESSION of j, in Python.
if python3 -c pass 2>/dev/null; then
    json_says() { python3 -c 'import json,sys; j=json.load(open(sys.argv[1])); assert eval(sys.argv[2]), j' "$1" "$2"; }
else
    json_says() { json_file "$1"; }
fi
check "profile" 0 "*LOAD_NAME" "" profile count.boba 100
expect "names superinstructions" grep -q "superinstructions that are not there yet" out
expect "the program's output goes nowhere" [ -z "$(grep -x 99 out)" ]
check "profile --top" 0 "*(1 of " "" profile --top 1 count.boba 100
check "profile --json" 0 '*"schema":"bobbin.profile/1"' "" profile --json count.boba 100
expect "profile --json is JSON" json_file out
expect "operations add up" json_says out 'sum(r["count"] for r in j["operations"]) == j["executed"] == j["instructions"]'
expect "functions add up" json_says out 'sum(r["executed"] for r in j["functions"]) == j["executed"]'
expect "fused dispatches least" json_says out 'j["dispatches"]["fused"] < j["dispatches"]["direct"] == j["executed"]'
expect "rows are in order" json_says out '[r["saves"] for r in j["superinstructions"]] == sorted((r["saves"] for r in j["superinstructions"]), reverse=True)'
"$bobbin" run --json count.boba 100 2>err >/dev/null
expect "the count is that of a run" grep -q "\"instructions\":$(sed -n 's/.*"instructions":\([0-9]*\).*/\1/p' out | head -1)}" err
check "profile --engine typed" 0 "*left to the reference engine" "" profile --engine typed count.boba 100
expect "and no superinstructions" sh -c '! grep -q superinstructions out'
check "profile --json, typed" 0 '*"typed":{' "" profile --json count.boba 100
expect "what typed counts" json_says out 'j["dispatches"]["typed"] == j["typed"]["dispatches"] + j["typed"]["elsewhere"] < j["dispatches"]["fused"]'
expect "places add up" json_says out 'sum(p["count"] for p in j["typed"]["places"] if p["kind"] == "left") == j["typed"]["left"]'
check "profile of guesses that fail" 0 '*"typed":{' "" profile --json copies_between_kinds.py
expect "a failed guess is not decoded for ever" json_says out '20 < j["typed"]["blocks"] < 200'
check "profile --json of another engine" 0 '*"fused":' "" profile --json --engine fused count.boba 100
expect "has nothing of typed" json_says out '"typed" not in j and "typed" not in j["dispatches"]'
check "profile --folded" 1 "*main;f 2" "DivisionByZero" profile --folded div.boba
check "profile of a limit" 5 "*JUMP" "OutOfFuel" profile --fuel 100 loop.boba
check "profile of recursion" 5 "main 9" "CallDepthExceeded" profile --folded --depth 10 deep.boba
check "profile, both forms" 2 "" "exclude" profile --json --folded count.boba 1
check "profile of nonsense" 3 "" "InvalidProgram" profile bad.boba
check "profile of a broken container" 4 "" "InvalidProgram" profile cut.bob
check "profile, unknown option" 2 "" "unknown option" profile --checkpoint f.bobs hello.boba
check "profile of another engine" 0 "*that the engine 'cached' needs" "" profile --engine cached count.boba 1
check "profile, unknown engine" 2 "" "steam" profile --engine steam hello.boba
check "--top 0" 2 "" "from 1 to" profile --top 0 hello.boba

# ---- ladder ----

check "ladder" 0 "*engines agree: " "" ladder --rounds 3 count.boba 100
for e in $(engines); do
    expect "$e is a rung" grep -q "^$e  *[0-9.]* [mu]*s " out
done
expect "no colours in a pipe" [ -z "$(grep $'\033' out)" ]
check "ladder --json" 0 '*"schema":"bobbin.ladder/1"' "" ladder --json --rounds 3 count.boba 100
expect "ladder --json is JSON" json_file out
expect "rungs and rounds" json_says out 'j["rounds"] == 3 and [e["engine"] for e in j["engines"]] == "'"$(engines | xargs)"'".split()'
expect "times in order" json_says out 'all(0 < e["seconds"]["least"] <= e["seconds"]["median"] <= e["seconds"]["most"] for e in j["engines"])'
expect "dispatches of typed" json_says out '0 < j["engines"][-1]["dispatches"] < j["instructions"] and j["engines"][-1]["engine"] == "typed"'
expect "dispatches of words" json_says out 'j["engines"][0]["dispatches"] == j["instructions"]'
check "ladder of an error" 0 '*DivisionByZero' "" ladder --rounds 1 div.boba
check "ladder of a limit" 0 '*OutOfFuel' "" ladder --rounds 1 --fuel 100000 loop.boba
check "ladder --html" 0 "*engines agree" "" ladder --rounds 1 --html l.html hello.boba
expect "one file with bars" grep -q '<svg' l.html
expect "that needs nothing else" [ -z "$(grep -E 'https?:|<script|src=' l.html)" ]
check "ladder --html nowhere" 2 "" "--html: cannot write" ladder --html no/l.html hello.boba
check "ladder --rounds 0" 2 "" "from 1 to 100000" ladder --rounds 0 hello.boba
check "ladder of nonsense" 3 "" "InvalidProgram" ladder bad.boba
check "ladder of a broken container" 4 "" "InvalidProgram" ladder cut.bob
check "ladder --mispredicts from a pipe" 2 "" "can't be '-'" ladder --mispredicts -
mkdir -p nothing
PATH=$dir/nothing "$bobbin" ladder --rounds 1 --mispredicts hello.boba >out 2>err
expect "no valgrind: says so" grep -q "mispredicts: valgrind is not on the PATH" out

# ---- engines that disagree: a bobbin with one that is wrong on purpose (tests/faulty.c) ----

right=$bobbin
bobbin=$(dirname "$right")/tests/faulty
for c in ladder diff; do
    check "$c of engines that agree" 0 "*faulty  " "" $c count.boba 100
done
for fault in output result count error; do
    export BOBBIN_FAULT=$fault
    check "ladder finds another $fault" 6 "" "bobbin: the engines differ:" ladder count.boba 100
    check "diff finds another $fault" 6 "*differ" "" diff count.boba 100
    expect "and says of which engine" grep -q "faulty  *[?0-9({]\|faulty [0-9]" out
done
unset BOBBIN_FAULT
bobbin=$right

# ---- --json, --stats, --state, --trace ----

check "--json ok" 0 "hello" '"schema":"bobbin.run/1","status":"ok"' run --json hello.boba
expect "JSON of an end" json_last
expect "alone" [ "$(wc -l <err)" -eq 1 ]
check "--json error" 1 "before" '"kind":"DivisionByZero"' run --json div.boba
expect "JSON of an error" json_last
expect "no traceback" [ "$(wc -l <err)" -eq 1 ]
check "--json limit" 5 "" '"kind":"OutOfFuel"' run --json --fuel 9 loop.boba
expect "JSON of a limit" json_last
check "--json refusal" 3 "" '"status":"refused"' run --json bad.boba
expect "JSON of a refusal" json_last
check "--json refusal of a container" 4 "" '"kind":"InvalidProgram"' run --json cut.bob
expect "JSON of that" json_last
check "--stats" 0 "hello" "instructions " run --stats hello.boba
check "--stats --json" 0 "hello" '"schema":"bobbin.stats/1"' run --stats --json hello.boba
expect "JSON is last" json_last
expect "outcome is last" grep -q 'bobbin.run/1' <(tail -n 1 err)
check "--state" 0 "hello" "bobbin.state/1" run --state hello.boba
expect "state is JSON" json_last
check "--state=F" 0 "hello" "" run --state=s.json hello.boba
expect "s.json" json_file s.json
check "--state=F of an error" 1 "before" "*" run --state=s.json div.boba
expect "s.json of an error" json_file s.json
check "--trace" 0 "hello" "bobbin.trace/1" run --trace hello.boba
check "--trace=F" 0 "hello" '"engine":"trace"' run --trace=t.bobt --json hello.boba
expect "t.bobt" json_lines t.bobt
check "--trace=F of an error" 1 "before" "*" run --trace=t.bobt div.boba
expect "t.bobt of an error" json_lines t.bobt
check "all at once" 1 "before" "*" run --trace --state --stats --json div.boba
expect "all at once" json_last
check "--state=/dev/stdout" 0 "*bobbin.state/1" "" run --state=/dev/stdout hello.boba
expect "output comes first" grep -qx hello <(head -n 1 out)
expect "no temporaries" no_temporaries

# ---- output that can't be written ----

if [ -c /dev/full ]; then
    for json in "" --json; do
        "$bobbin" run $json hello.boba >/dev/full 2>err
        expect "full device: 70" [ $? -eq 70 ]
        expect "full device: said why" grep -q "No space left" err
    done
    expect "full device: JSON" json_last
    for c in "dis hello.boba" ops engines version "verify hello.boba" "asm hello.boba -o -"; do
        "$bobbin" $c >/dev/full 2>err
        expect "full device: $c" [ $? -eq 70 ]
    done
    check "state to a full device" 70 "hello" "No space left" run --state=/dev/full hello.boba
    check "trace to a full device" 70 "*" "No space left" run --trace=/dev/full hello.boba
fi

"$bobbin" run --trace=t.bobt hello.boba >&- 2>err
expect "closed standard output: 70" [ $? -eq 70 ]
expect "closed standard output: the trace is whole" json_lines t.bobt
"$bobbin" run - <&- >out 2>err
expect "closed standard input: 2" [ $? -eq 2 ]
"$bobbin" run hello.boba 2>&- >out
expect "closed standard error" grep -qx hello out

# ---- checkpoint and resume ----

"$bobbin" run count.boba 1000 >whole 2>err
check "checkpoint by fuel" 5 "*0" "OutOfFuel: " run --fuel 5000 --checkpoint c.bobs count.boba 1000
cp out pieces
expect "c.bobs" test -s c.bobs
check "verify a snapshot" 0 "*snapshot after 5000 instructions" "" verify c.bobs
check "verify a snapshot, JSON" 0 '*"kind":"snapshot"' "" verify --json c.bobs
expect "verify a snapshot, JSON" json_file out
check "dis a snapshot" 0 "*.func main" "" dis c.bobs
check "run a snapshot" 2 "" "bobbin resume c.bobs" run c.bobs
check "resume a program" 4 "" "InvalidProgram: " resume hello.bob
head -c 100 c.bobs >cut.bobs
check "a truncated snapshot" 4 "" "offset" resume cut.bobs
check "the same, JSON" 4 "" '"status":"refused"' resume --json cut.bobs
expect "the same, JSON" json_last
check "resume with fuel" 5 "*" '"instructions":6000' resume --fuel 1000 --json c.bobs
check "resume, no more fuel" 5 "" '"instructions":5000' resume --fuel 0 --json c.bobs
"$bobbin" resume c.bobs >>pieces 2>err
expect "resume ends well" [ $? -eq 0 ]
expect "run and resume print the whole" same whole pieces
for e in $(engines); do
    cp out pieces
    "$bobbin" run --fuel 5000 --checkpoint e.bobs --engine "$e" count.boba 1000 >pieces 2>err
    expect "snapshot of $e" same c.bobs e.bobs
    "$bobbin" resume --engine "$e" c.bobs >>pieces 2>err
    expect "resume in $e" same whole pieces
done
# Output after the snapshot is cut off before it is written again.
"$bobbin" run --fuel 5000 --checkpoint c.bobs count.boba 1000 >pieces 2>err
echo "written after the snapshot" >>pieces
"$bobbin" resume c.bobs >>pieces
expect "resume cuts back" same whole pieces
"$bobbin" run --fuel 5000 --checkpoint c.bobs count.boba 1000 >pieces 2>err
echo "written after the snapshot" >>pieces
"$bobbin" resume c.bobs 1<>pieces
expect "resume cuts back without append" same whole pieces
check "resume in pieces, same file" 5 "*" "*" resume --fuel 100 --checkpoint c.bobs c.bobs
check "end with --checkpoint" 0 "hello" "" run --checkpoint never.bobs hello.boba
expect "writes none" test ! -e never.bobs
check "fuel and every" 5 "*" "*" run --fuel 950 --checkpoint n.bobs,every=100 count.boba 1000
check "stands at the fuel" 5 "" '"instructions":950' resume --fuel 0 --json n.bobs

wait_for() { # a file, for ten seconds at most
    for _ in $(seq 200); do
        [ -s "$1" ] && return 0
        sleep 0.05
    done
    return 1
}

# Killed between checkpoints, then resumed: each line once.
"$bobbin" run --checkpoint k.bobs,every=50000 count.boba 300000 >killed 2>err &
pid=$!
wait_for k.bobs
kill -9 $pid 2>/dev/null
wait $pid 2>/dev/null
"$bobbin" run count.boba 300000 >whole
"$bobbin" resume k.bobs >>killed
expect "kill -9 and resume" same whole killed
rm -f ./*.tmp*

# stop SIGNAL WORD...: runs, sends the signal after a while, leaves the status in stopped.
stop() {
    local signal=$1 pid
    shift
    "$bobbin" "$@" >out 2>err &
    pid=$!
    sleep 0.5
    kill -"$signal" $pid
    wait $pid
    stopped=$?
}
for signal in TERM INT; do
    rm -f s.bobs
    stop $signal run --checkpoint s.bobs loop.boba
    expect "SIG$signal with --checkpoint: 75" [ $stopped -eq 75 ]
    expect "SIG$signal: snapshot" test -s s.bobs
    check "SIG$signal: resume" 5 "" "OutOfFuel" resume --fuel 10 s.bobs
    stop $signal run loop.boba
    expect "SIG$signal: 130" [ $stopped -eq 130 ]
    expect "SIG$signal: said so" grep -q '^interrupted after [0-9,]* instructions$' err
done
# Memory that is out is no limit of the program's: 70, not 5. (A sanitizer needs more of it.)
printf 'a = []\nwhile True:\n    a.append([1, 2, 3])\n' >eater.py
if (ulimit -v 600000; "$bobbin" version) >/dev/null 2>&1; then
    (ulimit -v 600000; exec "$bobbin" run eater.py) >out 2>err
    expect "memory is out: 70" [ $? -eq 70 ]
    expect "memory is out: said so" grep -q '^OutOfMemory: no memory is left$' err
    (ulimit -v 600000; exec "$bobbin" run --json eater.py) >out 2>err
    expect "memory is out, JSON: 70" [ $? -eq 70 ]
    expect "memory is out, JSON: said so" grep -q '"kind":"OutOfMemory","message":"no memory is left"' err
fi
check "the heap's limit: 5" 5 "" "OutOfMemory: the heap's limit of 1000000 bytes is reached" run --heap 1000000 eater.py

stop TERM run --json loop.boba
expect "interrupted, JSON: 130" [ $stopped -eq 130 ]
expect "interrupted, JSON" json_last
stop TERM run --json --checkpoint s.bobs --trace=t.bobt --state=s.json loop.boba
expect "stopped with all files: 75" [ $stopped -eq 75 ]
expect "stopped: JSON" json_last
expect "stopped: trace" json_lines t.bobt
expect "stopped: state" json_file s.json
expect "no temporaries at the end" no_temporaries

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
