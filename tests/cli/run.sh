# Part of tests/cli.sh: run: options, arguments, exit statuses.

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
check "without lines" 1 "" '  File "plain.boba", line 2, in main, instruction 0' run plain.boba
expect "a frame without line" grep -qF '  File "plain.boba", line 7, in f, instruction 2' err
expect "its text" grep -qx '    DIV' err
"$bobbin" asm plain.boba
check "without lines, a container" 1 "" '  File "plain.bob", in f, instruction 2' run plain.bob
printf '\357\273\277.source "f.py" ; where from\r\n\r\n.func "main" ; "a .func"\r\n\r\na: b:  PUSH_CONST "x\\"; y" ; no end\r\n  NEG ; of this\r\n' >odd.boba
check "an odd text" 1 "" '  File "odd.boba", line 6, in main, instruction 1' run odd.boba
expect "an odd text: its line" grep -qx '    NEG ; of this' err
printf '.func main\n.line 3\n ADD\n' >lines.boba
check "lines, but no source" 1 "" '  File "lines.boba", line 3, in main, instruction 0' run lines.boba
check "StackUnderflow names the operation" 1 "" 'StackUnderflow: ADD needs 2 operands, 0 on the stack' run lines.boba
printf '.func main\n.raw PUSH_CONST 0\n .raw 13 0\n.const 1\n' >raw.boba
check "an error at .raw" 1 "" '  File "raw.boba", line 3, in main, instruction 1' run raw.boba
printf '.func main\n  CALL_FUNC f\n.func f\n' >end.boba
check "past the end" 1 "" '  File "end.boba", in f, instruction 0' run end.boba
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
