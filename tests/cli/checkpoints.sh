# Part of tests/cli.sh: snapshots, resume, --out, locks.

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
check "resume in pieces, same file" 5 "*" "*" resume --fuel 100 --checkpoint c.bobs c.bobs
check "end with --checkpoint" 0 "hello" "" run --checkpoint never.bobs hello.boba
expect "writes none" test ! -e never.bobs
check "fuel and every" 5 "*" "*" run --fuel 950 --checkpoint n.bobs,every=100 count.boba 1000
check "stands at the fuel" 5 "" '"instructions":950' resume --fuel 0 --json n.bobs


# ---- --out: output that has an owner ----

"$bobbin" run count.boba 1000 >whole
check "--out" 0 "" "" run --out o.txt count.boba 1000
expect "--out: the output" same whole o.txt
echo "more than that, to be replaced" >>o.txt
check "--out of a file that is there" 5 "" "'bobbin resume --fuel N --out o.txt c.bobs' continues it" run --fuel 5000 --out o.txt --checkpoint c.bobs count.boba 1000
expect "its output up to there" cmp -s o.txt <(head -c "$(stat -c %s o.txt)" whole)
cp o.txt part
echo "written after the snapshot" >>o.txt
check "resume --out" 0 "" "" resume --out o.txt c.bobs
expect "resume --out cuts and goes on" same whole o.txt
cp part o.txt
check "resume --out, nothing to cut" 0 "" "" resume --out o.txt c.bobs
expect "resume --out goes on" same whole o.txt
for e in $(engines); do
    { cat part && echo "killed while it wr"; } >o.txt
    check "resume --out in pieces, $e" 5 "" "OutOfFuel" resume --engine "$e" --fuel 1000 --out o.txt --checkpoint d.bobs --json c.bobs
    check "and once more, $e" 0 "" "" resume --engine "$e" --out o.txt d.bobs
    expect "all of it, $e" same whole o.txt
done

# refused, with nothing touched
refuses() { # NAME TEXT FILE: what it says
    [ ! -f "$3" ] || cp "$3" before
    check "$1" 2 "" "$2" resume --out "$3" c.bobs
    [ ! -e "$3" ] || [ ! -f "$3" ] || expect "$1: untouched" same "$3" before
}
size=$(stat -c %s part)
head -c $((size - 1)) part >short
refuses "--out: too short" "it holds $((size - 1)) bytes, but $size had been written" short
: >nothing.txt
refuses "--out: empty" "it holds 0 bytes" nothing.txt
{ echo x && cat whole; } >other
refuses "--out: another beginning" "are not what had been written at the snapshot" other
cp whole late && printf '\377' | dd of=late bs=1 seek=$((size - 1)) conv=notrunc 2>/dev/null
refuses "--out: the last byte of what is kept" "are not what had been written" late
cp whole late && printf '\377' | dd of=late bs=1 seek=0 conv=notrunc 2>/dev/null
refuses "--out: the first byte" "are not what had been written" late
refuses "--out: missing" "No such file or directory" nowhere.txt
expect "--out: not made" test ! -e nowhere.txt
refuses "--out: a folder" "Is a directory" .
refuses "--out: a device" "no regular file" /dev/null
mkfifo pipe
refuses "--out: a pipe" "no regular file" pipe
check "--out -" 2 "" "--out: '-' names no file" run --out - hello.boba
check "--out nowhere" 2 "" "No such file or directory" run --out no/o.txt hello.boba
check "--out of a device" 0 "" "" run --out /dev/null hello.boba
echo 'standard output is never cut' >log
cp log log.want && "$bobbin" run count.boba 1000 | tail -c +$((size + 1)) >>log.want
"$bobbin" resume c.bobs >>log
expect "resume >> log appends" same log log.want
"$bobbin" resume c.bobs 1<>log
expect "resume cuts nothing" [ "$(stat -c %s log)" -eq "$(stat -c %s log.want)" ]
echo x >fresh.txt
check "a snapshot before any output" 5 "" "OutOfFuel" run --fuel 3 --checkpoint z.bobs --out fresh.txt count.boba 5
rm fresh.txt
check "needs no file" 0 "" "" resume --out fresh.txt z.bobs
expect "and makes it" [ "$(wc -l <fresh.txt)" -eq 5 ]
check "--out of what can't be loaded" 3 "" "bad.boba:3" run --out o.txt bad.boba
expect "leaves FILE alone" same whole o.txt
check "the hash of the output" 0 "*\"output\":$size,\"output_hash\":\"" "" verify --json c.bobs
if command -v xxhsum >/dev/null; then
    expect "is that of xxhsum" grep -q "\"$(xxhsum -H1 part | sed 's/^\(.*= \)\?\([0-9a-f]\{16\}\).*/\2/')\"" out
fi

# one file for two things
cp count.boba mine.boba
for words in "--out mine.boba" "--checkpoint mine.boba" "--state=mine.boba" "--trace=mine.boba" \
    "--out ./mine.boba"; do
    check "$words of the program" 2 "" "are one file" run $words mine.boba 5
    expect "$words: untouched" same mine.boba count.boba
done
ln -s mine.boba link.boba
check "--out by a link" 2 "" "are one file" run --out link.boba mine.boba 5
check "--out and --checkpoint" 2 "" "are one file" run --out x1 --checkpoint ./x1 hello.boba
check "--state and --trace" 2 "" "are one file" run --state=x2 --trace=x2 hello.boba
expect "none of them was made" [ ! -e x1 -a ! -e x2 ]

# ---- locks and temporaries ----

wait_for() { # a file, for twenty seconds at most
    for _ in $(seq 400); do
        [ -s "$1" ] && return 0
        sleep 0.05
    done
    return 1
}
"$bobbin" run --checkpoint k.bobs,every=100000 --out k.txt loop.boba 2>err.first &
pid=$!
wait_for k.bobs
for words in "run --checkpoint k.bobs hello.boba" "run --checkpoint ./k.bobs,every=5 hello.boba" \
    "resume --checkpoint k.bobs k.bobs"; do
    check "$words: locked" 2 "" "another bobbin that still runs writes" $words
done
ln -s k.bobs k.link
check "locked by another name" 2 "" "another bobbin" run --checkpoint k.link hello.boba
check "--out of another run" 2 "" "another bobbin" run --out k.txt hello.boba
check "another path" 0 "hello" "" run --checkpoint k2.bobs hello.boba
check "a snapshot of a run that goes on" 5 "*" "OutOfFuel" resume --fuel 5 k.bobs
kill -9 $pid 2>/dev/null
wait $pid 2>/dev/null
check "no lock after kill -9" 5 "" "OutOfFuel" resume --fuel 5 --checkpoint k.bobs k.bobs
expect "no lock is left" no_temporaries
echo "mine" >k.bobs.bobbin-lock
check "a lock that is none" 2 "" "move it elsewhere" run --checkpoint k.bobs hello.boba
expect "is left alone" [ "$(cat k.bobs.bobbin-lock)" = mine ]
rm k.bobs.bobbin-lock
# What a killed run leaves, and what only looks like it.
: >k.bobs.bobbin-tmp-aB3dE6
echo "half a snapshot" >k.bobs.bobbin-tmp-000000
others="k.bobs.bobbin-tmp- k.bobs.bobbin-tmp-12345 k.bobs.bobbin-tmp-1234567 k.bobs.bobbin-tmp-12.456
k.bobs.bobbin-tmp k.bobs.tmp kk.bobs.bobbin-tmp-aB3dE6 k.bobs.bobbin-tmp-aB3dE6.bak k.bobs.tmp123456"
for f in $others; do echo "$f" >"$f"; done
mkdir k.bobs.bobbin-tmp-folder
ln -s hello.boba k.bobs.bobbin-tmp-1link1
check "the next run" 5 "" "snapshot written" run --fuel 10 --checkpoint k.bobs loop.boba
expect "removes what was left" [ ! -e k.bobs.bobbin-tmp-aB3dE6 -a ! -e k.bobs.bobbin-tmp-000000 ]
for f in $others; do expect "leaves $f" [ "$(cat "$f")" = "$f" ]; done
expect "leaves a folder and a link" [ -d k.bobs.bobbin-tmp-folder -a -L k.bobs.bobbin-tmp-1link1 ]
rm -rf $others k.bobs.bobbin-tmp-folder k.bobs.bobbin-tmp-1link1
# one that another process holds is no leftover
if command -v flock >/dev/null; then
    : >k.bobs.bobbin-tmp-inhand
    flock k.bobs.bobbin-tmp-inhand "$bobbin" run --fuel 10 --checkpoint k.bobs loop.boba 2>err
    expect "one that is held" test -e k.bobs.bobbin-tmp-inhand
    rm -f k.bobs.bobbin-tmp-inhand
fi

# ---- "snapshot written" when it was ----

if [ -c /dev/full ]; then
    check "a snapshot to a full device" 70 "" "cannot write the snapshot '/dev/full': No space left" run --fuel 10 --checkpoint /dev/full loop.boba
    expect "is not said to be written" sh -c '! grep -q "snapshot written" err'
    check "the same, JSON" 70 "" '"kind":"OutputFailed"' run --json --fuel 10 --checkpoint /dev/full loop.boba
    check "the same, in the middle" 70 "" "No space left" run --checkpoint /dev/full,every=1K loop.boba
fi
cp c.bobs kept.bobs
"$bobbin" run --fuel 5000 --checkpoint kept.bobs count.boba 1000 >&- 2>err
expect "closed standard output: 70" [ $? -eq 70 ]
expect "closed standard output: no snapshot" sh -c '! grep -q "snapshot written" err'
expect "closed standard output: the old one" same c.bobs kept.bobs
