# Part of tests/cli.sh: SIGINT and SIGTERM, whatever is executed.

# stop SIGNAL WORD...: runs, sends the signal after a while, leaves the status in stopped.
stop() {
    local signal=$1 pid
    shift
    "$bobbin" "$@" >out 2>err &
    pid=$!
    sleep 0.5
    kill -"$signal" $pid
    ends $pid
}
# Waits for a process: its status in stopped, 1000 where it did not end within twenty seconds.
ends() {
    for _ in $(seq 400); do
        kill -0 $1 2>/dev/null || break
        sleep 0.05
    done
    if kill -9 $1 2>/dev/null; then
        wait $1 2>/dev/null
        stopped=1000
    else
        wait $1
        stopped=$?
    fi
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
stop TERM run --json loop.boba
expect "interrupted, JSON: 130" [ $stopped -eq 130 ]
expect "interrupted, JSON" json_last
stop TERM run --json --checkpoint s.bobs --trace=t.bobt --state=s.json loop.boba
expect "stopped with all files: 75" [ $stopped -eq 75 ]
expect "stopped: JSON" json_last
expect "stopped: trace" json_lines t.bobt
expect "stopped: state" json_file s.json

# ---- instructions of long work, and what they hold up ----

cat >compare.py <<'END'
def main():
    a = [1]
    b = [1]
    for i in range(60):
        a = [a, a]
        b = [b, b]
    print(a == b)
main()
END
cat >text.py <<'END'
def main():
    a = [1]
    for i in range(60):
        a = [a, a]
    print(str(a) == "x")
main()
END
endless() { # NAME, then lines before the loop and lines in it, as assembly
    printf '.func main\n%s\nagain:\n%s\n    JUMP again\n' "$2" "$3" >"$1.boba"
}
endless unpack $'PUSH_CONST 7\nPUSH_CONST 65000\nLIST_FILL\nSTORE_NAME l' \
    $'LOAD_NAME l\nUNPACK 65000\nLIST_NEW 65000\nRELEASE'
endless to_float $'PUSH_CONST "0"\nPUSH_CONST 10000000\nMUL\nSTORE_NAME l' $'LOAD_NAME l\nTO_FLOAT\nPOP'
endless to_int $'PUSH_CONST "0"\nPUSH_CONST 10000000\nMUL\nSTORE_NAME l' $'LOAD_NAME l\nTO_INT\nPOP'
endless sort $'PUSH_CONST 3000000\nCALL_BUILTIN range 1\nSTORE_NAME l' $'LOAD_NAME l\nCALL_BUILTIN sorted 1\nRELEASE'
for e in $(engines); do
    case $e in switch | fused | typed) ;; *) continue ;; esac
    for f in compare.py text.py unpack.boba to_float.boba to_int.boba sort.boba; do
        rm -f s.bobs
        stop TERM run --engine "$e" --checkpoint s.bobs "$f"
        expect "SIGTERM in $f, $e: 75, not $stopped" [ $stopped -eq 75 ]
        check "its snapshot, $f, $e" 0 "*ok: snapshot" "" verify s.bobs
    done
done

# A second signal ends it at once, and leaves nothing behind.
"$bobbin" run --checkpoint s2.bobs,every=1K --trace=t2.bobt loop.boba >out 2>err &
pid=$!
sleep 0.5
kill -TERM $pid
sleep 0.2
kill -TERM $pid 2>/dev/null
ends $pid
expect "SIGTERM twice: 130 or 75, not $stopped" [ $stopped -eq 130 -o $stopped -eq 75 ]
mkfifo input
exec 9<>input
"$bobbin" run --checkpoint s3.bobs - >out 2>err <input 9>&- &
pid=$!
sleep 0.3
kill -TERM $pid
ends $pid
exec 9>&-
expect "SIGTERM while the program is read: 130, not $stopped" [ $stopped -eq 130 ]
expect "no temporaries at the end" no_temporaries
