# Part of tests/cli.sh: asm, dis, verify, ops, engines.

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
check "ops ADD" 0 "*adds numbers" "" ops ADD
expect "ops ADD alone" [ "$(wc -l <out)" -eq 2 ]
check "ops of two, lower case" 0 "*SUB " "" ops add sub
check "ops ADD --json" 0 '*"name":"ADD"' "" ops ADD --json
expect "ops ADD --json" json_file out
check "ops of nothing known" 2 "" "did you mean 'ADD'?" ops ADX
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

# ---- limits of what is loaded ----

check "more bytes than --load-bytes" 2 "" "has more than 20 bytes, which is the limit (--load-bytes)" \
    run --load-bytes 20 hello.boba
check "just as many" 0 "hello" "" run --load-bytes "$(stat -c %s hello.boba)" hello.boba
check "an endless input" 2 "" "has more than 1048576 bytes" run --load-bytes 1M /dev/zero
check "an endless input, by default" 2 "" "has more than 268435456 bytes" verify /dev/zero
mkfifo endless && { yes '# more' >endless 2>/dev/null & }
check "an endless FIFO" 2 "" "has more than 65536 bytes" run --load-bytes 64K endless
wait
rm endless
check "more functions" 3 "" "more than 1 functions, which is the limit" verify --load-functions 1 div.boba
check "as many" 0 "*ok: 2 functions" "" verify --load-functions 2 div.boba
check "more names" 3 "" "more than 0 names, which is the limit" run --load-names 0 -c 'x = 1'
check "a container of more functions" 4 "" "2 functions are more than the limit of 1" \
    run --load-functions 1 div.bob
check "a snapshot may be larger" 5 "hello" "OutOfFuel" \
    run --fuel 2 --checkpoint small.bobs hello.boba
check "than a program" 0 "" "" resume --load-bytes 300 small.bobs
check "its program may not" 4 "" "more than the limit of 30" resume --load-bytes 30 small.bobs
mkfifo endless && { { head -c 64 small.bobs; cat /dev/zero; } >endless 2>/dev/null & }
check "an endless snapshot" 2 "" "which is the limit" resume --load-bytes 300 endless
wait
rm endless small.bobs
