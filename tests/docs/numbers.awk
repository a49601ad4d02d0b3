# Finds figures that somebody measured and that no command stands near. Prints page:line: and the
# text; ends with 1 where there is one.
#
#   awk -f tests/docs/numbers.awk PAGE...
#
# A figure is a number with a unit of time (ns, us, ms, s, seconds, minutes), %, "times", cycles, MB
# or GB, bytes of code, handlers, sites, dispatches, a count of seven digits and more, or a decimal
# fraction. It needs a mark:
#
#   <!-- measured: COMMAND; MACHINE; revision REV -->   a command that was run once
#   <!-- run: COMMAND -->, <!-- session -->             one that tests/docs/listings.sh runs
#   <!-- quoted: SOURCE -->                             somebody else's figure
#   <!-- contract: WHERE -->                            not measured: a limit, with what defines it
#
# A mark right above a paragraph, a list, a table or a listing covers that; one with an empty line
# after it covers the section, up to the next heading. A page that begins with "Written by" a
# command is covered as a whole, and so is what follows "<!-- figures -->" and what stands between
# "<!-- NAME: made by" and "<!-- end of". What stands in `code` is no figure, nor are limits in KiB,
# MiB and GiB, powers of two, and versions (a decimal after the name of a program).
FNR == 1 { section = block = whole = made = fence = 0; blank_after = 0 }
/^<!-- (Written by|.*made by)/ { if (/Written by/) whole = 1; else made = 1 }
/^<!-- figures -->/ { whole = 1 }
/^<!-- end of/ { made = 0 }
whole || made { next }
/^```/ { fence = !fence }
/^#/ && !fence { section = block = 0 }
/^<!-- (measured|run|session|quoted|contract|file)/ { block = 1; pending = FNR; next }
/^ *$/ && !fence {
    if (block && FNR == pending + 1)
        section = 1
    if (!listing)
        block = 0
    next
}
{
    # A listing goes on over empty lines, what follows it does not.
    if (listing && !/^    /)
        block = (FNR == pending + 1)
    listing = /^    /
}
section || block { next }
{
    text = $0
    gsub(/`[^`]*`/, " ", text)
    gsub(/\]\([^)]*\)/, "]", text)
    gsub(/(CPython|Python|python|gcc|clang|Lua|lua|Debian|C|version|glibc|musl|Unicode|Bobbin|Zen|LuaJIT) [0-9]+(\.[0-9]+)*/, " ", text)
    found = ""
    if (match(text, /(^|[^A-Za-z0-9_.-])[0-9][0-9,.]* *(ns|us|ms|s|seconds?|minutes?|hours?|%|cycles?|MB|GB|times|handlers|sites|dispatches|microseconds?|nanoseconds?|milliseconds?)([^A-Za-z0-9_]|$)/))
        found = substr(text, RSTART, RLENGTH)
    else if (match(text, /(^|[^0-9A-Za-z_.,])[0-9]+\.[0-9]+([^0-9.A-Za-z_]|$)/))
        found = substr(text, RSTART, RLENGTH)
    else if (match(text, /(^|[^0-9,])[0-9]+,[0-9][0-9][0-9],[0-9][0-9][0-9]/))
        found = substr(text, RSTART, RLENGTH)
    if (found != "") {
        gsub(/^[^0-9]+/, "", found)
        printf "%s:%d: %s: %s\n", FILENAME, FNR, found, $0
        bad = 1
    }
}
END { exit bad }
