#!/usr/bin/env python3
"""Kernels as whole processes: Bobbin beside native C and other interpreters, by CPU time.

    bench/native.py [--rounds=N] [--engines=A,B] [--only=A,B] [--by=min|median] [--build=DIR]
                    [--bobbin=FILE] [--cpu=N] [--out=FILE] [--floor] [KERNEL...]

Every kernel is a program in Python, C and Lua that prints the same lines (bench/kernels, and more
of other kinds in bench/kernels/more). A time counts only if the output is the native program's; who
prints something else is named and left out, and the exit status is 1.

A time is user plus system of the whole process, as wait4 tells it: starting up, decoding and page
faults are in it. All processes run on one CPU, in rounds: each round runs everything once, each
round beginning with another contender. The least time counts, or the median; JSON has all samples.
CPython takes part in the first PYTHON_ROUNDS rounds alone, as it would take most of the time.

--engines names engines of Bobbin, `default` among them. --only names contenders: bobbin luajit
lua5.4 wasm3 iwasm stitch luau micropython python; native always runs. Absent ones are named. --cpu is the last one that is
there, --out build/bench/native.json. --floor counts what the engine typed dispatches, and says what
that takes if every jump is foreseen and every handler does nothing (it needs `make bench-tools`).
"""
import argparse
import json
import math
import os
import re
import shutil
import statistics
import subprocess
import sys

SETS = {"public": "bench/kernels", "more": "bench/kernels/more"}
CC = ["gcc", "-O2", "-fno-tree-vectorize"]
WASM_CC = ["clang", "--target=wasm32", "-O2", "-nostdlib", "-mbulk-memory", "-Wl,--no-entry"]
PYTHON_ROUNDS = 3
PYTHONS = ["/usr/bin/python3", "python3.11", "python3"]


def say(text):
    print(text, file=sys.stderr, flush=True)


# ---- what can run a kernel ----

def cpython():
    """A CPython 3.11 itself, not a script that looks for one; None if there is none."""
    ask = "import sys; print(sys.executable if sys.version_info[:2] == (3, 11) else '')"
    for name in filter(shutil.which, PYTHONS):
        found = subprocess.run([name, "-c", ask], capture_output=True, text=True).stdout.strip()
        if found:
            return found
    return None


def contenders(options):
    """Name to a function of (kernel's path without suffix, built path without suffix): the command."""
    def lua(program, *flags):
        return lambda source, built: [program, *flags, source + ".lua"]

    def luajit(source, built):
        own = source + ".luajit.lua"
        return ["luajit", "-joff", own if os.path.exists(own) else source + ".lua"]

    def bobbin(engine):
        flags = [] if engine == "default" else ["--engine=" + engine]
        return lambda source, built: [options.bobbin, "run", *flags, source + ".py"]

    python = cpython()
    wasm = shutil.which("clang") and shutil.which("wasm-ld")
    table = [("native", True, lambda source, built: [built])]
    for engine in options.engines.split(","):
        table.append(("bobbin" if engine == "default" else "bobbin " + engine, True, bobbin(engine)))
    table += [("luajit -joff", shutil.which("luajit"), luajit),
              ("lua5.4", shutil.which("lua5.4"), lua("lua5.4")),
              ("wasm3", wasm and shutil.which("wasm3"), lambda source, built: ["wasm3", built + ".wasm"]),
              ("iwasm", wasm and shutil.which("iwasm"), lambda source, built: ["iwasm", built + ".wasm"]),
              ("stitch", wasm and shutil.which("stitch"), lambda source, built: ["stitch", built + ".wasm"]),
              ("luau", shutil.which("luau"), lambda source, built: ["luau", *luajit(source, built)[2:]]),
              ("micropython", shutil.which("micropython"), lambda source, built: ["micropython", source + ".py"]),
              ("python", python, lambda source, built: [python, source + ".py"])]
    only = options.only.split(",") if options.only else None
    table = [row for row in table if only is None or row[0] == "native" or row[0].split()[0] in only]
    absent = [name for name, there, _ in table if not there]
    if absent:
        say("absent: " + ", ".join(absent) + ("" if wasm else " (wasm needs clang and wasm-ld)"))
    return {name: command for name, there, command in table if there}


def compile_c(kernels, who, work):
    """The C programs, native and as wasm; kernel to {contender: command}."""
    os.makedirs(work, exist_ok=True)
    commands = {}
    for kernel, source in kernels.items():
        built = os.path.join(work, kernel)
        subprocess.run([*CC, "-o", built, source + ".c", "-lm"], check=True)
        if "wasm3" in who or "iwasm" in who or "stitch" in who:
            subprocess.run([*WASM_CC, "-o", built + ".wasm", source + ".c"], check=True)
        commands[kernel] = {name: command(source, built) for name, command in who.items()}
    return commands


# ---- measuring ----

def run(command):
    """What it prints, or None where it fails; its CPU seconds."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    output = process.stdout.read()
    process.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    return output if status == 0 else None, usage.ru_utime + usage.ru_stime


def measure(commands, rounds):
    """Kernel to {contender: seconds of each round}; and whether all printed the same."""
    samples = {kernel: {name: [] for name in row} for kernel, row in commands.items()}
    expected = {kernel: run(row["native"])[0] for kernel, row in commands.items()}
    fine = True
    for r in range(rounds):
        for kernel, row in samples.items():
            names = [n for n in row if n != "python" or r < PYTHON_ROUNDS]
            for name in names[r % len(names):] + names[:r % len(names)]:
                output, seconds = run(commands[kernel][name])
                if output == expected[kernel] is not None:
                    row[name].append(seconds)
                else:
                    say(f"{kernel}: {name} prints something else, and is left out: {output!r:.200}")
                    del row[name]
                    fine = False
        say(f"round {r + 1} of {rounds}")
    return samples, fine


# ---- what it says ----

def mean(values):
    values = list(values)
    return math.exp(sum(map(math.log, values)) / len(values)) if values else None


def summary(times, bobbin):
    """Geometric means of one engine of Bobbin over kernels on which all that is compared was measured."""
    def over(others):
        return mean(t / row[bobbin] for row in times.values() if bobbin in row for t in others(row))

    def interpreters(row):
        return {name: t for name, t in row.items() if name != "native" and not name.startswith("bobbin")}

    def faster(row):
        return [name for name, t in interpreters(row).items() if t < row[bobbin]]

    native = over(lambda row: [row["native"]])
    return {"over native": native and 1 / native,
            "luajit -joff over it": over(lambda row: [row["luajit -joff"]] if "luajit -joff" in row else []),
            "best interpreter over it": over(lambda row: [min(interpreters(row).values())] if interpreters(row) else []),
            "CPython over it": over(lambda row: [row["python"]] if "python" in row else []),
            "someone is faster on": {k: faster(row) for k, row in times.items() if bobbin in row and faster(row)}}


def show(title, times, who):
    print(f"\n{title:14}" + "".join(f"{name:>18}" for name in who))
    for kernel, row in times.items():
        cells = [f"{1000 * row[n]:10.1f} {row[n] / row['native']:7.2f}" if n in row else " " * 18 for n in who]
        print(f"{kernel:14}" + "".join(cells))
    cells = [mean(row[n] / row["native"] for row in times.values() if n in row) for n in who]
    print(f"{'geometric mean':14}" + "".join(f"{c:18.2f}" if c else " " * 18 for c in cells))
    sums = {}
    for bobbin in [n for n in who if n.startswith("bobbin")]:
        sums[bobbin] = summary(times, bobbin)
        print(f"{bobbin}:")
        for what, value in sums[bobbin].items():
            if isinstance(value, dict):
                print(f"  {what}: {len(value)} of {len(times)} kernels"
                      + "".join(f"\n    {k}: {', '.join(v)}" for k, v in value.items()))
            elif value is not None:
                print(f"  {what}: {value:.2f}")
    return sums


# ---- where the time goes ----

def jump_nanoseconds(options):
    """A foreseen indirect jump and a step, which no dispatch goes below on this processor: the least of some tries."""
    bench = [os.path.join(options.build, "bench", "bench"), "ops", "--engines=direct", "--filter=NOP", "--rounds=1"]
    tries = [json.loads(subprocess.run(bench, capture_output=True, check=True).stdout) for _ in range(12)]
    return min(ops["jump_cycles"] / ops["core_ghz"] for ops in tries)


def dispatches(options, source):
    """How often the engine typed goes from one handler to the next, from its listing: a profile says it
    too, but runs the program in the reference engine for that."""
    listing = [options.bobbin, "dis", "--threaded=typed", source + ".py"]
    out = subprocess.run(listing, capture_output=True, text=True, check=True).stdout
    return sum(int(n) for n in re.findall(r"^.{28,40}?\s\d+\s+(\d+)  [A-Z]", out, re.M))


def show_floor(title, times, kernels, options, jump):
    """Beside the time of each kernel what its dispatches alone must take."""
    print(f"\nengine typed, {title}: a jump that is foreseen takes {jump:.2f} ns here")
    print(f"{'':14}{'ms':>10}{'dispatches':>16}{'ns each':>10}{'floor ms':>10}{'of it':>8}{'floor/native':>14}")
    floors = []
    for kernel, row in times.items():
        count = dispatches(options, kernels[kernel])
        ms, floor = 1000 * row["bobbin"], count * jump / 1e6
        floors.append(floor / 1000 / row["native"])
        print(f"{kernel:14}{ms:10.1f}{count:16,}{1e6 * ms / count:10.2f}{floor:10.1f}{100 * floor / ms:7.0f}%{floors[-1]:14.2f}")
    print(f"{'geometric mean':14}{mean(floors):68.2f}")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    build = os.environ.get("B", "build")
    parser.add_argument("--build", default=build)
    parser.add_argument("--bobbin")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--engines", default="default")
    parser.add_argument("--only")
    parser.add_argument("--by", choices=["min", "median"], default="min")
    parser.add_argument("--cpu", type=int)
    parser.add_argument("--out")
    parser.add_argument("--floor", action="store_true")
    parser.add_argument("kernels", nargs="*")
    options = parser.parse_args()
    options.bobbin = options.bobbin or os.path.join(options.build, "bobbin")
    out = options.out or os.path.join(options.build, "bench", "native.json")

    sets = {}
    for title, where in SETS.items():
        names = sorted(f[:-3] for f in os.listdir(where) if f.endswith(".py"))
        sets[title] = {n: os.path.join(where, n) for n in names if not options.kernels or n in options.kernels}
    kernels = {name: source for members in sets.values() for name, source in members.items()}
    unknown = set(options.kernels) - set(kernels)
    if unknown:
        parser.error("no such kernel: " + ", ".join(sorted(unknown)))

    who = contenders(options)
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0)) if options.cpu is None else options.cpu})
    commands = compile_c(kernels, who, os.path.join(options.build, "bench", "native"))
    samples, fine = measure(commands, options.rounds)
    pick = {"min": min, "median": statistics.median}[options.by]
    times = {kernel: {name: pick(s) for name, s in row.items()} for kernel, row in samples.items()}

    print(f"CPU milliseconds, {options.by} of {options.rounds} rounds, and times native ({' '.join(CC)})")
    sums = {title: show(title, {k: times[k] for k in members}, who) for title, members in sets.items() if members}
    if options.floor:
        jump = jump_nanoseconds(options)
        for title, members in sets.items():
            show_floor(title, {k: times[k] for k in members if "bobbin" in times[k]}, kernels, options, jump)
    os.makedirs(os.path.dirname(out) or ".", exist_ok=True)
    with open(out, "w", encoding="utf-8") as f:
        json.dump({"schema": "bobbin.native/1", "rounds": options.rounds, "by": options.by, "summary": sums, "kernels": [
            {"kernel": kernel, "set": title, "contender": name, "min": min(s), "median": statistics.median(s), "samples": s}
            for title, members in sets.items() for kernel in members for name, s in samples[kernel].items()]}, f, indent=1)
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
