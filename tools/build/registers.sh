#!/bin/sh
# How many registers the typed engine's loop is compiled with, as far as memory goes.
#
#   tools/build/registers.sh WIDE NEEDS NARROW      prints WIDE where NEEDS MiB can be had, else NARROW
#
# gcc compiles the loop as one function and keeps all of it in memory. What can be had is the least
# of what the kernel says is available, what the control group leaves and `ulimit -v`.
#   PROC=, CGROUP=    where /proc and /sys/fs/cgroup are, for the tests
set -eu
wide=$1 needs=$2 narrow=$3
proc=${PROC:-/proc} cgroup=${CGROUP:-/sys/fs/cgroup}

least= # MiB; empty: nothing is known to limit it
at_most() { # at_most BYTES
    case $1 in '' | *[!0-9]*) return ;; esac # "max" and the like
    [ "${#1}" -le 17 ] || return 0           # "no limit" as a huge number
    mib=$(($1 / 1048576))
    if [ -z "$least" ] || [ $mib -lt "$least" ]; then least=$mib; fi
}
# What a control group leaves: its limit less what is in use that can't be given back.
group() { # group FOLDER LIMIT USAGE
    [ -r "$1/$2" ] || return 0
    limit=$(cat "$1/$2")
    case $limit in '' | *[!0-9]*) return ;; esac
    [ "${#limit}" -le 17 ] || return 0
    used=$(cat "$1/$3" 2>/dev/null || echo 0)
    cached=$(sed -n 's/^\(total_\)\{0,1\}inactive_file //p' "$1/memory.stat" 2>/dev/null | sort -n | tail -1)
    used=$((used - ${cached:-0}))
    at_most $((used < limit ? limit - used : 0))
}

kib=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB$/\1/p' "$proc/meminfo" 2>/dev/null || :)
[ -z "$kib" ] || at_most $((kib * 1024))
# Each control group that this process is in, and those above it: any of them may limit it. Inside
# of a container the path is often not there; its own group is then the root of the mount.
for line in $(sed -n 's/^0::\(.*\)$/2:\1/p; s/^[0-9]*:[^:]*\<memory\>[^:]*:\(.*\)$/1:\1/p' \
    "$proc/self/cgroup" 2>/dev/null | tr ' ' '?'); do
    version=${line%%:*} path=${line#*:}
    while :; do
        case $version in
        2) group "$cgroup$path" memory.max memory.current ;;
        1) group "$cgroup/memory$path" memory.limit_in_bytes memory.usage_in_bytes ;;
        esac
        case $path in '' | /) break ;; esac
        path=${path%/*}
    done
done
kib=$(ulimit -v)
case $kib in *[!0-9]*) ;; *) at_most $((kib * 1024)) ;; esac

if [ -n "$least" ] && [ "$least" -lt "$needs" ]; then echo "$narrow"; else echo "$wide"; fi
