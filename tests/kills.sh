#!/usr/bin/env bash
# SIGKILL at random moments of a run with checkpoints, each time gone on with in another engine:
# after each kill the snapshot is whole, and in the end the output is that of a run that nobody
# killed. Run from the root; BOBBIN names the program, KILLS how often, SEED the moments.
# Ends with "N passed, N failed".
set -u
bobbin=$(realpath "${BOBBIN:-build/bobbin}")
kills=${KILLS:-20}
RANDOM=${SEED:-1}
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
cd "$dir" || exit 1
passed=0
failed=0
good() { passed=$((passed + 1)); }
bad() {
    failed=$((failed + 1))
    echo "FAIL: $1"
}

cat >work.py <<'PY'
def collatz(n):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    return steps

def nested(depth, kept):
    if depth == 0:
        return [str(x) for x in kept]
    return [nested(depth - 1, kept + [depth * 1.5])]

best = []
text = ""
for i in range(1, 12000):
    s = collatz(i)
    best.append((s, i))
    if len(best) > 50:
        best = sorted(best)[25:]
    text = (text + str(s) + ",")[-60:]
    print(i, s, best[-1], text)
    if i % 100 == 0:
        print(nested(20, [i]))
PY
read -r -a engines <<<"$("$bobbin" engines | sed '/^absent:$/,$d' | cut -d' ' -f1 | xargs)"
from=$EPOCHREALTIME
"$bobbin" run --engine "${engines[0]}" --out whole work.py || exit 1
# The time of a run bounds that of a kill: some kills a run, whatever the build.
whole_us=$((${EPOCHREALTIME/./} - ${from/./}))

run_it() { # once more, from where it stands, in the next engine
    local engine=${engines[$((turn++ % ${#engines[@]}))]}
    local how=(--engine "$engine" --out out.txt --checkpoint c.bobs,every=30K)
    if [ -e c.bobs ]; then
        exec_it resume "${how[@]}" c.bobs
    else
        exec_it run "${how[@]}" work.py
    fi
}
exec_it() {
    "$bobbin" "$@" 2>err &
    pid=$!
}

turn=0 killed=0 runs=0
while [ $killed -lt "$kills" ]; do
    run_it
    us=$((RANDOM * 32768 + RANDOM))
    us=$((us % (whole_us / 3 + 20000)))
    sleep "$(printf '%d.%06d' $((us / 1000000)) $((us % 1000000)))"
    if kill -9 $pid 2>/dev/null; then
        { wait $pid; } 2>/dev/null
        status=$?
    else
        wait $pid
        status=$?
    fi
    if [ $status -eq 137 ]; then
        killed=$((killed + 1))
        if [ ! -e c.bobs ] || "$bobbin" verify c.bobs >verified 2>&1; then
            good
        else
            bad "kill $killed: the snapshot is not whole: $(cat verified)"
        fi
    elif [ $status -eq 0 ]; then
        if cmp -s out.txt whole; then good; else bad "after $killed kills: another output"; fi
        runs=$((runs + 1))
        rm -f c.bobs out.txt
    else
        bad "after $killed kills: it ended with $status: $(head -c 500 err)"
        rm -f c.bobs out.txt
    fi
done
run_it
wait $pid
status=$?
if [ $status -eq 0 ] && cmp -s out.txt whole; then good; else bad "the last run: $status: $(head -c 500 err)"; fi
if ls -- *.bobbin-* >/dev/null 2>&1; then bad "left behind: $(echo *.bobbin-*)"; else good; fi

echo "$killed kills, $((runs + 1)) complete runs"
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
