# Part of tests/cli.sh: trace, as JSON and as a page. trace_check.py decodes both by itself and
# compares them with the states of other runs.

checker=$root/tests/cli/trace_check.py
if python3 -c pass 2>/dev/null; then
    checked() { python3 "$checker" "$@"; }
else
    checked() { echo "no python3: not decoded" >&2; }
fi

# All kinds of changes of lists, texts that are built, recursion, nested values, an error at the end.
cat >lists.py <<'END'
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def main():
    a = []
    for i in range(100):
        a.append(i * 0.5)
    a[90] = "ninety"
    a[-2] = None
    a.insert(1, True)
    a.pop()
    a.pop(0)
    del a[70]
    b = a[60:80]
    b.reverse()
    c = sorted([3, 1, 2] * 30)
    c.sort(reverse=True)
    c.extend([7, 8])
    c += [9]
    c *= 2
    d = [a, b, (a, "x")]
    d.append(d)
    print(len(d), c.index(9), b[0], c[90], a[95])
    text = ""
    for k in range(200):
        text += "ab\n"
    pairs = list(zip(range(70), range(70)))
    e = [[0] * 3 for _ in range(4)]
    e[1][2] = 5
    c.clear()
    names = list("héllo")
    print(fib(7), text[-3:], pairs[66], e, names, 2**62 + 1)
    x, (y, z) = 1, (2, 3)
    return e


main()
print(1 // 0)
END
# Objects that were given back, and used again against the promise; globals; function values; nan.
cat >freed.boba <<'END'
.func main
    PUSH_CONST 1
    PUSH_CONST 2
    LIST_NEW 2
    STORE_NAME a
    LOAD_NAME a
    STORE_NAME b
    PUSH_CONST "some text that lives"
    STORE_NAME s
    LOAD_NAME s
    PUSH_CONST "x"
    ADD
    STORE_NAME t
    LOAD_NAME t
    FREE
    LOAD_NAME a
    RELEASE
    PUSH_CONST 7
    PUSH_CONST 8
    PUSH_CONST 9
    LIST_NEW 3
    STORE_NAME c
    LOAD_NAME c
    STORE_GLOBAL g
    LOAD_NAME b
    PUSH_CONST 5
    LIST_APPEND
    LOAD_NAME b
    DUP
    TUPLE_NEW 2
    DELETE_NAME s
    PUSH_FUNC f
    CALL_VALUE 0
    PUSH_CONST true
    JUMP_IF_TRUE_OR_POP on
on:
    HALT
.func f
    LOAD_GLOBAL g
    FREE
    PUSH_CONST nan
    RETURN_VAL
END
# What must not get out of the place where it stands.
cat >hostile.py <<'END'
def main():
    words = ["</script><script>alert(1)</script>", "<!--", "\x1b[31m", "\u202eevil", "q\"'\\", "<b onload=x>"]
    words.append("é\U0001F600\x00\x85\u2028")
    words.append("long" * 100000)
    for w in words:
        print(w[:50])
    raise ValueError("</script><img src=x onerror=alert(1)>")


# </script><script>alert(2)</script> <!-- & "quotes" 'quotes'
main()
END
# A name that HTML would take for more.
cp hello.boba '<img src=x>&"name".boba'
awk 'BEGIN {print "def main():\n    s = 0"; for (i = 0; i < 20000; i++) print "    s += " i; print "    print(s)\nmain()"}' >longer.py

# ---- the page ----

check "trace -o" 1 "" "ZeroDivisionError" trace lists.py -o lists.html
expect "it is safe" checked safe lists.html
expect "its states are the machine's" checked replay "$bobbin" lists.html lists.py 60
expect "it says how it ended" checked says lists.html 'd["end"]["kind"] == "DivisionByZero" and d["end"]["line"] == 39'
check "trace of what was freed" 0 "" "" trace freed.boba -o freed.html
expect "states of that" checked replay "$bobbin" freed.html freed.boba 100
expect "assembly has its own lines" checked says freed.html 'd["text"] == "assembly" and d["functions"][0]["code"][2][:3] == [2, 4, "LIST_NEW"]'
check "trace --from" 0 "" "cut" trace --from 500 --steps 40 lists.py -o from.html
expect "states from there" checked replay "$bobbin" from.html lists.py 40
expect "so many" checked says from.html 'd["count"] == 40 and 500 <= d["start"]["count"] < 600 and d["end"]["status"] == "cut"'
check "trace of mandelbrot" 0 "" "10,000 instructions from 0 on, then cut" trace "$root/examples/mandelbrot.py" -o m.html
expect "500 KB at most" [ "$(wc -c <m.html)" -le 500000 ]
expect "10,000 steps, and it says that it was cut" checked says m.html 'd["count"] == 10000 and d["end"]["status"] == "cut"'
expect "that is safe" checked safe m.html
expect "states of mandelbrot" checked replay "$bobbin" m.html "$root/examples/mandelbrot.py" 12
if command -v node >/dev/null; then
    for page in lists freed from m; do
        expect "the script decodes $page.html" checked script node $page.html
    done
fi
check "trace of hostile texts" 1 "" "ValueError" trace hostile.py -o hostile.html
expect "nothing gets out" checked safe hostile.html
expect "nothing is lost" checked says hostile.html '"</script><script>alert(1)</script>" in d["texts"] and "</script>" in d["end"]["message"]'
expect "a long text is cut" checked says hostile.html 'max(map(len, d["texts"])) == 400'
expect "the page stays small" [ "$(wc -c <hostile.html)" -lt 120000 ]
check "trace of a hostile name" 0 "" "" trace '<img src=x>&"name".boba' -o name.html
expect "it stays a name" checked safe name.html
check "trace of a container" 0 "*" "" asm -o hello.bob hello.boba
check "trace of it" 0 "" "" trace hello.bob -o bob.html
expect "has bytecode and no source" checked says bob.html 'd["text"] == "none" and d["source"] == [] and len(d["functions"][0]["code"]) == 4'
check "trace of a long function" 0 "" "cut" trace --from 40K --steps 20 longer.py -o longer.html
expect "shows the part that was executed" checked says longer.html 'len(d["functions"]) == 2 and all(len(f["code"]) < 100 for f in d["functions"]) and sum(map(len, d["source"])) < 100'
check "trace -o -" 0 "*<!doctype html>" "" trace hello.boba -o -
check "trace of an endless loop" 0 "" "cut" trace --steps 300 loop.boba -o loop.html
check "trace within fuel" 5 "" "OutOfFuel" trace --fuel 50 loop.boba -o loop.html
expect "says so" checked says loop.html 'd["count"] == 50 and d["end"]["kind"] == "OutOfFuel"'
check "trace within heap" 5 "" "OutOfMemory" trace --heap 1K eat.boba -o eat.html
check "trace of deep calls" 5 "" "CallDepthExceeded" trace --depth 700 deep.boba -o deep.html
expect "states of deep calls" checked says deep.html 'd["count"] == 699 and d["end"]["kind"] == "CallDepthExceeded"'
check "trace with arguments" 0 "" "" trace -o args.html args.boba one two
expect "they are the program's" checked says args.html '"one\n" in d["texts"]'
check "trace -c" 0 "" "" trace -o c.html -c 'print(1 + 2)'
expect "its source" checked says c.html 'd["source"] == [[1, "print(1 + 2)"]]'
expect "no temporaries" no_temporaries

# ---- JSON ----

check "trace as JSON" 1 '*"schema":"bobbin.trace/1"' "ZeroDivisionError" trace lists.py
expect "an object a line" json_lines out
expect "the last element of a long list is shown" grep -qF '"touched":{"99":49.5' out
expect "popped, pushed and heap give the states" checked lines "$bobbin" lists.py
check "trace of it, freed" 0 '*"freed":true' "" trace freed.boba
expect "the same" checked lines "$bobbin" freed.boba
check "JSON that is cut" 0 '*"status":"stopped"' "" trace --steps 100 lists.py
expect "header, 100, footer" [ "$(wc -l <out)" -eq 102 ]
check "trace prints nothing of the program's" 0 '*"output":"hello\u000a"' "" trace hello.boba
if [ -e /dev/full ]; then
    "$bobbin" trace count.boba 100 >/dev/full 2>err
    expect "JSON that can't be written" [ $? -eq 70 ]
    "$bobbin" trace hello.boba -o /dev/full 2>err
    expect "a page that can't be written" [ $? -eq 70 ]
fi

# ---- refusals ----

check "trace of nonsense" 3 "" "InvalidProgram" trace bad.boba -o no.html
head -c 100 hello.bob >broken.bob
check "trace of a broken container" 4 "" "InvalidProgram" trace broken.bob -o no.html
check "trace past the end" 2 "" "--from: the program ends after 4 instructions" trace --from 5 hello.boba -o no.html
check "trace past an error" 2 "" "the program fails after" trace --from 1M div.boba -o no.html
expect "no page of these" [ ! -e no.html ]
check "trace to nowhere" 2 "" "-o: cannot write" trace -o no/t.html hello.boba
check "trace onto the program" 2 "" "are one file" trace -o hello.boba hello.boba
check "trace --steps 0" 2 "" "from 1 to" trace --steps 0 hello.boba
check "trace --trace" 2 "" "unknown option" trace --trace hello.boba
