#!/usr/bin/env bash
# Every call of the system that fails, and every moment at which the process is killed or the power
# goes, once each over a run with checkpoints: the right status and message, nothing half written,
# and what is left always goes on to the right output. Run from the root; IOFAULT names the program
# (tests/iofault.c), EVERY a step for a sample. Ends with "N passed, N failed".
set -u
bobbin=$(realpath "${IOFAULT:-build/tests/iofault}")
step=${EVERY:-1}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
passed=0
failed=0

cat >count.py <<'PY'
i = 0
words = []
while i < 400:
    words.append("word " + str(i))
    print(i, words[-1])
    i = i + 1
PY
"$bobbin" run --out whole count.py || exit 1

# What each run begins with: a snapshot after 2,000 instructions and its output.
mkdir start
(cd start && "$bobbin" run --fuel 2000 --checkpoint c.bobs --out o.txt ../count.py 2>/dev/null)
fresh() {
    rm -rf run
    cp -r start run
    echo "written after the snapshot" >>run/o.txt
    cd run || exit 1
}
resume=(resume --fuel 3000 --out o.txt --checkpoint c.bobs,every=1000 --state=s.json c.bobs)

trouble() { echo "FAIL: $1"; sed 's/^/    /' err; why=1; }

# After PLAN the folder must go on to the whole output, whatever happened.
goes_on() {
    "$bobbin" verify c.bobs >verified 2>&1 || trouble "$1: the snapshot: $(cat verified)"
    "$bobbin" resume --out o.txt --state=s.json --checkpoint c.bobs c.bobs >again 2>&1 || trouble "$1: it does not go on: $(cat again)"
    cmp -s o.txt ../whole || trouble "$1: another output"
    ! ls -- *.bobbin-* >/dev/null 2>&1 || trouble "$1: temporaries: $(echo *.bobbin-*)"
}

# fault PLAN TEXT STATUS...: a run with the plan ends with one of the statuses; where that is 70 it
# says TEXT.
fault() {
    local plan=$1 text=$2 status
    shift 2
    fresh
    why=
    { BOBBIN_IO=$plan "$bobbin" "${resume[@]}" >out 2>err; } 2>/dev/null
    status=$?
    [[ " $* " == *" $status "* ]] || trouble "$plan: exit status $status, not one of $*"
    if [ $status -eq 70 ] || [ $status -eq 2 ]; then
        grep -qF "$text" err || trouble "$plan: it does not say '$text'"
        [ ! -e s.json ] || tail -c 2 s.json | grep -q '}' || trouble "$plan: half a state"
    fi
    if { [ $status -eq 5 ] || grep -q "snapshot written" err; } && ! "$bobbin" resume --fuel 0 --json c.bobs 2>&1 | grep -q '"instructions":5000,'; then
        trouble "$plan: the snapshot is not that of the end"
    fi
    case $plan:$status in # nothing stays but after a kill, and of locks that can't be had
    *:137 | *:99 | flock:*) ;;
    *) ! ls -- *.bobbin-* >/dev/null 2>&1 || trouble "$plan: left behind: $(echo *.bobbin-*)" ;;
    esac
    goes_on "$plan"
    cd ..
    if [ -z "$why" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

fresh
BOBBIN_IO_COUNTS=../counts "$bobbin" "${resume[@]}" >out 2>err
status=$?
cd ..
if [ $status -eq 5 ]; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAIL: the plain run: $status"; fi

while read -r call n; do
    [ "$call" != any ] || continue
    # None of these may be without a test, except where only another command calls it.
    if [ "$n" -eq 0 ]; then
        failed=$((failed + 1))
        echo "FAIL: $call is never called"
    fi
    for ((k = 1; k <= n; k += step)); do
        # Some fail before anything was begun (2), some while nothing depends on them (5).
        fault "$call:$k:5" "Input/output error" 70 2 5
        case $call in
        write | fsync | rename | mkostemp | ftruncate) fault "$call:$k:28" "No space left" 70 2 ;;
        esac
        case $call in
        write | fsync) fault "$call:$k:4" "" 5 ;; # EINTR
        esac
    done
    for ((k = 1; k <= n; k += 3 * step)); do
        case $call in
        write) fault "$call:$k:28+" "" 70 && fault "$call:$k:short" "" 5 ;;
        fsync | rename | mkostemp) fault "$call:$k:5+" "Input/output error" 70 ;;
        esac
    done
done <counts
any=$(sed -n 's/^any //p' counts)
for ((k = 1; k <= any; k += step)); do
    fault "any:$k:kill" "" 137
    fault "any:$k:cut" "" 99
done

# The same for output that goes to standard output: a status of 70 where a write fails.
for plan in write:1:5 write:3:5 fsync:1:5 fsync:2:28 rename:1:5 close:2:5; do
    fresh
    why=
    BOBBIN_IO=$plan "$bobbin" run --checkpoint c.bobs,every=1000 ../count.py >std.txt 2>err
    status=$?
    [ $status -eq 70 ] || trouble "$plan: exit status $status of a run, not 70"
    "$bobbin" verify c.bobs >verified 2>&1 || trouble "$plan: the snapshot of a run"
    BOBBIN_IO=$plan "$bobbin" run --json --checkpoint c.bobs,every=1000 ../count.py >std.txt 2>err
    status=$?
    [ $status -eq 70 ] || trouble "$plan: exit status $status with --json, not 70"
    cd ..
    if [ -z "$why" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
done

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
