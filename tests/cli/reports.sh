# Part of tests/cli.sh: What goes to standard error and to files, and where that fails.

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
check "a refusal names the file" 3 "" '"source":"bad.boba"' run --json bad.boba
printf 'async def f(): pass\nx = 1\ny = b"x"\nimport os\n' >many.py
check "all refusals of a file" 3 "" "many.py:3:5: bytes literal is not supported" run many.py
expect "in order, with their lines" [ "$(grep -c '^many.py:[134]:[0-9]*: ' err)" -eq 3 ]
expect "and one at the end" [ "$(tail -n 1 err)" = "InvalidProgram: async def is not supported" ]
check "all refusals, JSON" 3 "" '"source":"many.py","line":4' run --json many.py
expect "all refusals, JSON" json_last
check "infinity as an int" 1 "" "cannot convert float infinity to integer" \
    -c 'print(int(float("inf")))'
check "infinity as an int, in math" 1 "" "cannot convert float infinity to integer" \
    -c 'import math; print(math.floor(-math.inf))'
check "all refusals, -c" 3 "" "<string>:2:5: bytes literal" -c $'async def f(): pass\nx = b"x"'
check "a refusal of a container names it" 4 "" '"source":"cut.bob"' run --json cut.bob

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
    for words in "run --json hello.boba" "run --json div.boba" "run --json bad.boba" "run --json cut.bob" \
        "run --stats hello.boba" "run --json --stats hello.boba" "run --state hello.boba" \
        "run --trace hello.boba" "run div.boba" "run --fuel 3 loop.boba" "run bad.boba" \
        "asm --json hello.boba" "run --json --fuel 3 loop.boba" "run --feul 3 hello.boba" \
        "run --json --fuel 3 --checkpoint full.bobs loop.boba"; do
        "$bobbin" $words >out 2>/dev/full
        expect "standard error to a full device: $words" [ $? -eq 70 ]
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
