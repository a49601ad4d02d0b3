#!/usr/bin/env python3
"""The matrix of dispatch and representation, built by every compiler that is here.

    bench/compilers.py [--compilers=A,B] [--rounds=N] [--fuel=N] [--build=DIR] [--out=FILE] [FILE...]

Each compiler builds bobbin twice: with the project's flags, and `plain`, without those that make
it keep or copy dispatches, so that one sees what it does of itself. The audit counts the dispatch
sites in what was built; two models of a predictor say how many of the dispatches would be foretold
wrongly (the same for all compilers: a model knows no machine code); then all builds measure every
cell of the matrix in turn, in rounds, each beginning with another build, pinned to one processor,
on each FILE (bench/kernels/fib.py, sieve.py, tak.py), stopped after --fuel instructions.

What is printed is Markdown. The time of a cell is the least of its rounds, and what is compared is
the geometric mean over the programs. --compilers is every gcc and clang on the PATH of version 12,
or 14, or newer; --build is where the builds go (build/compilers); --out keeps all samples as JSON.
"""
import argparse
import json
import math
import os
import re
import shutil
import subprocess
import sys

KERNELS = ["fib", "sieve", "tak"]
NAMES = ["gcc-%d" % n for n in range(12, 20)] + ["clang-%d" % n for n in range(14, 26)]


def say(text):
    print(text, file=sys.stderr, flush=True)


def version(compiler):
    first = subprocess.run([compiler, "--version"], capture_output=True, text=True).stdout.split("\n")[0]
    return re.sub(r"^(Debian )?(clang version|\S*gcc\S* \([^)]*\)) ", "", first).strip()


def fail(text):
    say("compilers: " + text)
    sys.exit(2)


def build(options, compiler, plain):
    """The bobbin that a compiler makes, and a name for it."""
    name = compiler + (" plain" if plain else "")
    folder = os.path.join(options.build, name.replace(" ", "-"))
    say("  build " + name)
    command = ["make", "--no-print-directory", "-s", "-j2", "B=" + folder, "CC=" + compiler,
               "TYPED_REGS=1 1 plain", folder + "/bobbin"]
    if plain:
        command += ["LOOP_FLAGS=", "ONE_DISPATCH="]
    made = subprocess.run(command, capture_output=True, text=True)
    if made.returncode != 0:
        fail("%s does not build:\n%s" % (name, made.stderr[-2000:]))
    return name, folder + "/bobbin"


def audit(options, program):
    """Engine to dispatch sites."""
    told = subprocess.run([options.audit, "--json", program], capture_output=True, text=True)
    if told.returncode not in (0, 6):
        fail("the audit can't read %s: %s" % (program, told.stderr.strip()))
    return {e["engine"]: e for e in json.loads(told.stdout)["files"][0]["engines"]}


def ladder(options, program, file, *more):
    command = ["taskset", "-c", str(options.cpu), program, "ladder", "--matrix", "--json",
               "--fuel=%d" % options.fuel, *more, file]
    told = subprocess.run(command, capture_output=True, text=True)
    if told.returncode != 0:
        fail("%s: %s" % (" ".join(command), told.stderr.strip()))
    return json.loads(told.stdout)["engines"]


def measure(options, builds):
    """(build, file, engine) to all its times; and what each engine is."""
    times, cells = {}, {}
    for r in range(options.rounds):
        for k in range(len(builds)):
            name, program = builds[(r + k) % len(builds)]
            if sys.stderr.isatty():
                print("\r\033[Kround %d of %d: %s" % (r + 1, options.rounds, name), end="",
                      file=sys.stderr, flush=True)
            for file in options.files:
                for e in ladder(options, program, file, "--rounds=1"):
                    times.setdefault((name, file, e["engine"]), []).append(e["seconds"]["least"])
                    cells[e["engine"]] = (e.get("dispatch"), e.get("representation"))
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
    return times, cells


def mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def table(title, rows, columns, value):
    print("\n%s\n" % title)
    print("| engine | cell | %s |" % " | ".join(columns))
    print("|---|---|%s" % ("---|" * len(columns)))
    for engine, cell in rows:
        print("| `%s` | %s | %s |" % (engine, cell, " | ".join(value(engine, c) for c in columns)))


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--compilers")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--fuel", type=int, default=3_000_000)
    parser.add_argument("--build", default="build/compilers")
    parser.add_argument("--audit", default="build/bobbin-audit")
    parser.add_argument("--cpu", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--out")
    parser.add_argument("files", nargs="*", metavar="FILE")
    options = parser.parse_args()
    options.files = options.files or ["bench/kernels/%s.py" % k for k in KERNELS]
    names = options.compilers.split(",") if options.compilers else NAMES
    found = [n for n in names if shutil.which(n)]
    if options.compilers and len(found) < len(names):
        fail("not on the PATH: " + ", ".join(set(names) - set(found)))
    if not found:
        fail("none of these is on the PATH: " + ", ".join(NAMES))
    if options.rounds < 1:
        fail("--rounds takes a number from 1")
    builds = [build(options, n, plain) for n in found for plain in (False, True)]
    audits = {name: audit(options, program) for name, program in builds}
    models = {(f, e["engine"]): e.get("models") for f in options.files
              for e in ladder(options, builds[0][1], f, "--rounds=1", "--mispredicts=models")}
    times, cells = measure(options, builds)
    rows = [(e, "%s × %s" % c if c[0] else "") for e, c in cells.items()]
    names = [name for name, _ in builds]

    def seconds(engine, name):
        kept = [min(times[name, f, engine]) for f in options.files if (name, f, engine) in times]
        return mean(kept) if len(kept) == len(options.files) else None

    def model(engine, what):
        kept = [models[f, engine] for f in options.files if models.get((f, engine))]
        return "%.3f" % (sum(m[what] for m in kept) / sum(m["dispatches"] for m in kept)) if kept else ""

    def milliseconds(engine, name):
        s = seconds(engine, name)
        return "absent" if s is None else "%.2f" % (s * 1e3)

    def sites(engine, name):
        e = audits[name].get(engine)
        return "absent" if e is None else "%d" % e["dispatch_sites"] + (
            " (merged)" if e["refused"] else "")

    print("Compilers: " + "; ".join("`%s` %s" % (n, version(n)) for n in found) + ".")
    print("Programs: %s, of each %s instructions; %d interleaved rounds." %
          (", ".join(os.path.basename(f) for f in options.files), "{:,}".format(options.fuel), options.rounds))
    table("Dispatch sites in the machine code, by the audit:", rows, names, sites)
    table("Dispatches foretold wrongly, simulated, for each dispatch:", rows,
          ["last_target_mispredicts", "history_mispredicts"], model)
    table("Milliseconds, the least, as geometric mean over the programs:", rows, names, milliseconds)
    if options.out:
        with open(options.out, "w") as out:
            json.dump({"builds": names, "samples": [
                {"build": b, "file": f, "engine": e, "seconds": t} for (b, f, e), t in times.items()],
                "audits": audits}, out)


main()
