# Part of tests/cli.sh: profile, ladder, diff.

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
rungs=$("$bobbin" engines --json | python3 -c 'import json, sys; print(*[e["name"] for e in json.load(sys.stdin) if e["rung"]])')
for e in $rungs; do
    expect "$e is a rung" grep -q "^$e  *[0-9.]* [mu]*s " out
done
expect "no colours in a pipe" [ -z "$(grep $'\033' out)" ]
check "ladder --json" 0 '*"schema":"bobbin.ladder/1"' "" ladder --json --rounds 3 count.boba 100
expect "ladder --json is JSON" json_file out
expect "rungs and rounds" json_says out 'j["rounds"] == 3 and [e["engine"] for e in j["engines"]] == "'"$rungs"'".split()'
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
expect "no valgrind: says so" grep -q "cachegrind: valgrind is not on the PATH" out

# ---- the matrix ----

check "ladder --matrix" 0 "*What dispatch alone costs" "" \
    ladder --matrix --rounds 6 count.boba 100
expect "a row a dispatch, twice" [ "$(grep -cE '^(switch|table|shared|goto|tail)  +' out)" -ge 10 ]
check "ladder --matrix --json" 0 '*"dispatch":"goto","representation":"cells"' "" \
    ladder --matrix --json --rounds 2 --mispredicts=models count.boba 100
expect "every cell and every round" json_says out 'len(j["engines"]) == '"$(engines | wc -l)"' and all(len(e["rounds"]) == 2 for e in j["engines"])'
expect "the models count the dispatches" json_says out 'all(e["models"]["dispatches"] == e["dispatches"] for e in j["engines"] if "dispatch" in e)'
expect "a column shares its sequence, a row its jumps" json_says out 'len({(e["representation"], e["dispatch"] in ("goto", "tail"), e["models"]["last_target_mispredicts"]) for e in j["engines"] if "dispatch" in e and e["representation"] != "tos"}) == 6'
check "ladder --csv" 0 "*engine,dispatch,representation,round,seconds," "" ladder --csv --rounds 2 --engine token,direct hello.boba
expect "a row for each round of each" [ "$(wc -l <out)" = 5 ]
check "ladder --engine" 0 "*all 2 engines agree" "" ladder --rounds 1 --engine fused,switch-cells hello.boba
check "ladder --engine of nothing" 2 "" "no engine of this build" ladder --engine fused, hello.boba
check "ladder --engine of nonsense" 2 "" "did you mean 'token'" ladder --engine fused,tokem hello.boba
check "ladder --matrix --engine" 2 "" "can't be given with it" ladder --matrix --engine fused hello.boba
check "ladder --json --csv" 2 "" "give one" ladder --json --csv hello.boba
check "ladder --mispredicts=magic" 2 "" "it takes nothing, or =models" ladder --mispredicts=magic hello.boba
check "ladder --matrix --html" 0 "*" "" ladder --matrix --rounds 1 --html m.html hello.boba
expect "both comparisons" [ "$(grep -c '<table>' m.html)" = 2 ]
expect "it says what few rounds can't" grep -q "six rounds or more give intervals" m.html

# Hardware counters: absent here, so a library that stands in for the kernel (tests/perfstub.c).
stub=$(dirname "$bobbin")/tests/perfstub.so
if [ -f "$stub" ]; then
    asan=$(ldd "$bobbin" | sed -n 's/.*=> \(.*libasan[^ ]*\) .*/\1/p') # wants to be the first
    stub=${asan:+$asan:}$stub
    LD_PRELOAD=$stub "$bobbin" ladder --json --rounds 1 --mispredicts=models --engine token,direct hello.boba >out 2>err
    expect "counters, scaled to the time they ran" json_says out 'all(e["hardware"] == {"instructions": 2000, "branches": 400, "mispredicts": 14} for e in j["engines"])'
    PERF_ERRNO=13 LD_PRELOAD=$stub "$bobbin" ladder --rounds 1 --mispredicts=models --engine token hello.boba >out 2>err
    expect "counters that are forbidden" grep -q "hardware: .*perf_event_paranoid" out
fi

# ---- ints that leave 64 bits, where CPython goes on ----

printf 'print(1)\nprint(2**64)\nprint(3)\n' >wide.py
printf 'x = 2**62\nprint(x)\nx = x * 4\n' >wider.py
printf 'raise ValueError("IntegerOverflow")\n' >raised.py
if python3 -c pass 2>/dev/null; then
    check "diff of an int beyond 64 bits in the output" 6 "*documented exception" "" diff wide.py
    check "diff of an int beyond 64 bits" 6 "*documented exception" "" diff wider.py
    check "diff of a message that says so" 0 "*agrees" "" diff raised.py
fi

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
