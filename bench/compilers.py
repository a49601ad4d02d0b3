#!/usr/bin/env python3
"""The matrix of dispatch and representation, built by every compiler that is here.

    bench/compilers.py [--compilers=A,B] [--rounds=N] [--fuel=N] [--counted=N] [--rest=DIR]
                       [--build=DIR] [--cpu=N] [--out=FILE] [FILE...]

Each compiler compiles the cells of the matrix twice: with the project's flags, and `plain`, without
those that make it keep or copy dispatches, so that one sees what it does of itself. All else of
bobbin is the same objects in each, those of --rest (build): what differs is what the compiler made
of the cells. The audit counts the dispatch
sites in what was built. Mispredictions are simulated twice: by two models, fed with the handlers
that a run dispatches to (the same for all compilers: a model knows no machine code), and by
cachegrind, over the machine code of each build, --counted instructions of the first FILE (0: not).
Then all builds measure every cell of the matrix in turn, in rounds, each beginning with another
build, pinned to one processor, on each FILE (bench/kernels/fib.py, sieve.py, tak.py), stopped after
--fuel instructions.

What is printed is Markdown. The time of a cell is the least of its rounds, and what is compared is
the geometric mean over the programs. --compilers is every gcc-N and clang-N on the PATH, of version
12 or 14 at least; --build is where they are built (compilers in --rest); --out keeps all samples as JSON.
"""
import argparse
import json
import math
import os
import shutil
import subprocess
import sys

KERNELS = ["fib", "sieve", "tak"]
NAMES = ["gcc-%d" % n for n in range(12, 30)] + ["clang-%d" % n for n in range(14, 40)]
DISPATCHES = ["switch", "table", "shared", "goto", "tail"]
REPRESENTATIONS = ["words", "cells", "tos", "super"]


def say(text):
    print(text, file=sys.stderr, flush=True)


def fail(text):
    say("compilers: " + text)
    sys.exit(2)


def run(command, fine=(0,)):
    told = subprocess.run(command, capture_output=True, text=True)
    if told.returncode not in fine:
        fail("%s: %s" % (" ".join(command), (told.stderr or told.stdout).strip()[-2000:]))
    return told.stdout


def build(options, compiler, plain):
    """A name for the bobbin with the cells that a compiler makes, and its file."""
    name = compiler + (" plain" if plain else "")
    folder = os.path.join(options.build, name.replace(" ", "-"))
    say("  build " + name)
    run(["make", "--no-print-directory", "-s", "-j2", "B=" + folder, "REST=" + options.rest, "CC=" + compiler,
         folder + "/cells"] + (["LOOP_FLAGS=", "ONE_DISPATCH="] if plain else []))
    return name, folder + "/cells"


def audit(options, program):
    """What the audit says of each engine; 6 is its exit status where it refuses one."""
    return {e["engine"]: e for e in json.loads(run([options.audit, "--json", program], (0, 6)))["files"][0]["engines"]}


def ladder(options, program, file, fuel, *more):
    return json.loads(run(["taskset", "-c", str(options.cpu), program, "ladder", "--matrix", "--json",
                           "--rounds=1", "--fuel=%d" % fuel, *more, file]))["engines"]


def measure(options, builds):
    """(build, file, engine) to its times, a round each; and the cell of each engine."""
    times, cells = {}, {}
    for r in range(options.rounds):
        for k in range(len(builds)):
            name, program = builds[(r + k) % len(builds)]
            for file in options.files:
                for e in ladder(options, program, file, options.fuel):
                    if e.get("dispatch") in DISPATCHES and e.get("representation") in REPRESENTATIONS:
                        times.setdefault((name, file, e["engine"]), []).append(e["seconds"]["least"])
                        cells[e["engine"]] = (e["dispatch"], e["representation"])
        say("  round %d of %d" % (r + 1, options.rounds))
    order = lambda e: (REPRESENTATIONS.index(cells[e][1]), DISPATCHES.index(cells[e][0]))
    return times, {e: cells[e] for e in sorted(cells, key=order)}


def mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def table(title, cells, columns, value):
    print("\n%s\n" % title)
    print("| cell | engine | %s |" % " | ".join(columns))
    print("|---|---|%s" % ("---:|" * len(columns)))
    for engine, cell in cells.items():
        print("| %s, %s | `%s` | %s |" % (cell[1], cell[0], engine, " | ".join(value(engine, c) for c in columns)))


def quotients(options, times, cells, build, of, over, representation):
    """A cell's time over another's, as geometric mean over the programs, of each round."""
    engine = {cell: e for e, cell in cells.items()}
    a, b = engine.get((of, representation)), engine.get((over, representation))
    if any((build, f, e) not in times for f in options.files for e in (a, b)):
        return None
    return [mean([times[build, f, a][r] / times[build, f, b][r] for f in options.files])
            for r in range(options.rounds)]


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--compilers")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--fuel", type=int, default=3_000_000)
    parser.add_argument("--counted", type=int, default=200_000)
    parser.add_argument("--rest", default="build")
    parser.add_argument("--build")
    parser.add_argument("--cpu", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--out")
    parser.add_argument("files", nargs="*", metavar="FILE")
    options = parser.parse_args()
    options.build = options.build or os.path.join(options.rest, "compilers")
    options.audit = os.path.join(options.rest, "bobbin-audit")
    options.files = options.files or ["bench/kernels/%s.py" % k for k in KERNELS]
    names = options.compilers.split(",") if options.compilers else NAMES
    found = [n for n in names if shutil.which(n)]
    if options.compilers and len(found) < len(names):
        fail("not on the PATH: " + ", ".join(n for n in names if n not in found))
    if not found:
        fail("no gcc-12, clang-14 or newer is on the PATH by such a name: tools/setup.sh compilers")
    if options.rounds < 1 or options.fuel < 1:
        fail("--rounds and --fuel take a number from 1")

    builds = [build(options, n, plain) for n in found for plain in (False, True)]
    audits = {name: audit(options, program) for name, program in builds}
    models = {(f, e["engine"]): e.get("models") for f in options.files
              for e in ladder(options, builds[-1][1], f, options.fuel, "--mispredicts=models")}
    counted = {}
    if options.counted and shutil.which("valgrind"):
        for name, program in builds:
            say("  cachegrind on " + name)
            for e in ladder(options, program, options.files[0], options.counted, "--mispredicts"):
                counted[name, e["engine"]] = e.get("simulated")
    times, cells = measure(options, builds)
    names = [name for name, _ in builds]

    def sites(engine, name):
        e = audits[name].get(engine)
        if e is None or (name, options.files[0], engine) not in times:
            return "absent"
        note = {"replicated": "", "shared": ""}.get(e["verdict"], " " + e["verdict"])
        return "%d%s" % (e["dispatch_sites"], note)

    def model(engine, what):
        kept = [models[f, engine] for f in options.files if models.get((f, engine))]
        if not kept:
            return "absent"
        key = what.replace(" ", "_") + "_mispredicts"
        return "%.1f %%" % (100 * sum(m[key] for m in kept) / sum(m["dispatches"] for m in kept))

    def cachegrind(engine, name):
        c = counted.get((name, engine))
        return "%.1f %%" % (100 * c["indirect_mispredicts"] / c["indirect"]) if c else "absent"

    def milliseconds(engine, name):
        kept = [min(times[name, f, engine]) for f in options.files if (name, f, engine) in times]
        return "%.2f" % (1e3 * mean(kept)) if len(kept) == len(options.files) else "absent"

    print("Compilers: " + "; ".join("`%s` is %s" % (n, run([n, "--version"]).split("\n")[0]) for n in found) + ".")
    print("Programs: %s, each up to its instruction %s; %d interleaved rounds." %
          (", ".join(os.path.basename(f) for f in options.files), format(options.fuel, ","), options.rounds))
    table("Dispatch sites in the machine code, by the audit. `merged`: handlers that should have their own share one; "
          "`copied`: a dispatch that should be one is several.", cells, names, sites)
    table("Dispatches foretold wrongly, by the models (simulated, of what is dispatched to, whatever the compiler).",
          cells, ["last target", "history"], model)
    if counted:
        table("Indirect jumps foretold wrongly, by cachegrind (simulated, of the machine code of each build, "
              "%s instructions of %s)." % (format(options.counted, ","), os.path.basename(options.files[0])),
              cells, names, cachegrind)
    table("Milliseconds: the least of the rounds, the geometric mean over the programs.", cells, names, milliseconds)
    print("\nHow many times as long a dispatch takes as `goto`, in the same build and round: median of the rounds, "
          "and all that was seen. Where that holds 1, the rounds don't tell the two apart.\n")
    print("| representation | dispatch | %s |" % " | ".join(names))
    print("|---|---|%s" % ("---:|" * len(names)))
    for representation in REPRESENTATIONS:
        for dispatch in (d for d in DISPATCHES if d != "goto"):
            row = []
            for name in names:
                q = sorted(quotients(options, times, cells, name, dispatch, "goto", representation) or [])
                row.append("%.2f (%.2f to %.2f)" % ((q[(len(q) - 1) // 2] + q[len(q) // 2]) / 2, q[0], q[-1])
                           if q else "absent")
            print("| %s | %s | %s |" % (representation, dispatch, " | ".join(row)))
    if options.out:
        with open(options.out, "w", encoding="utf-8") as out:
            json.dump({"schema": "bobbin.compilers/1", "builds": names, "fuel": options.fuel, "samples": [
                {"build": b, "file": f, "engine": e, "cell": cells[e], "seconds": t}
                for (b, f, e), t in times.items()], "audits": audits,
                "cachegrind": [{"build": b, "engine": e, **(c or {})} for (b, e), c in counted.items()],
                "models": [{"file": f, "engine": e, **(m or {})} for (f, e), m in models.items()]}, out)


if __name__ == "__main__":
    main()
