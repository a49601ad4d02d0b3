# Each handler of a computed-goto loop at the beginning of a cache line: what is read is the
# compiler's assembly, twice. gcc aligns no label that is only reached through a table.
#
#   awk -f align.awk pass=1 loop.s pass=2 loop.s >aligned.s

pass == 1 && $1 == ".quad" && $2 ~ /^\.L[0-9]+$/ { handlers[$2 ":"] = 1; n++ }
pass == 2 && $1 in handlers { print "\t.p2align 6" }
pass == 2
END {
    if (n == 0) {
        print "align.awk: the assembly has no table of labels" >"/dev/stderr"
        exit 1
    }
}
