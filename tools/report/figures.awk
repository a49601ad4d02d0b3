# The figures of README.md, from the pages that measurements wrote:
#   awk -f tools/report/figures.awk docs/native.md docs/benchmarks.md
# Each row has the revision and the processor that its page names.
function row(what, figures) { printf "| %s | %s | %s |\n", what, figures, where[FILENAME] }
/QUICK=1.*no number here/ { print FILENAME ": made by a quick run" >"/dev/stderr"; quick = 1; exit 1 }
FILENAME != last { last = FILENAME; n++; page[n] = FILENAME }

# ---- docs/native.md ----
/^x86_64, .*revision/ { # architecture, processor, compiler, revision
    split($0, part, ", ")
    revision = $0
    sub(/.*revision /, "", revision)
    sub(/\.$/, "", revision)
    where[FILENAME] = part[2] ", " revision
}
/^    (public|more) / { set = $1 }
/^      over native: / { native[set] = $3 }
/^      luajit -joff over it: / { luajit[set] = $5 }
/^      best interpreter over it: / { best[set] = $5 }
/^      someone is faster on: / { faster[set] = $5; kernels[set] = $7; native_page = FILENAME }

# ---- docs/benchmarks.md ----
/^\| processor \|/ { split($0, part, /\| /); processor = part[3]; sub(/,.*/, "", processor) }
/^\| revision \|/ { where[FILENAME] = processor ", " substr($4, 1, 7); bench_page = FILENAME }
/^\| python3 \|/ { split($0, part, / *\| */); python = part[5] }
/^\| `typed` \|/ && !ladder { split($0, part, / *\| */); ladder = part[5] }

END {
    if (quick) exit 1
    print "| beside | CPU time of whole programs | measured on, at revision |"
    print "|---|---|---|"
    FILENAME = native_page
    row("native code, `gcc -O2` without vector instructions", "Bobbin takes " native["public"] " times as long on " kernels["public"] " kernels, " native["more"] " on " kernels["more"] " more")
    row("the fastest other interpreter of each program (LuaJIT without its JIT, wasm3, WAMR)", "it takes " best["public"] " and " best["more"] " times as long as Bobbin; it is faster on " faster["public"] " of " kernels["public"] " and " faster["more"] " of " kernels["more"])
    row("LuaJIT without its JIT", "it takes " luajit["public"] " and " luajit["more"] " times as long as Bobbin")
    FILENAME = bench_page
    row("CPython 3.11, the same source", "it takes " python " times as long as Bobbin on " kernels["public"] " kernels")
    row("Bobbin's own reference engine", "it takes " ladder " times as long as the fastest engine")
}
