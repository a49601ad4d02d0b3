#!/usr/bin/env python3
"""Small kernels of built-ins, text and short lists: Bobbin's engines beside CPython 3.11.

    bench/micro.py [--rounds=N] [--build=DIR] [--bobbin=FILE] [--engines=A,B] [--cpu=N]
                   [--out=FILE] [--below=RATIO] [KERNEL...]

The kernels are the functions of bench/micro/kernels.py; a program is made of each. CPython and the
engines run them in turn on one CPU, and print the same or the kernel is named and the status is 1.
A time is the least user plus system of the whole process over all rounds; of each contender's times
that of its empty program is taken off. `times` is CPython's over Bobbin's.

--below shows only kernels at which some engine is less than RATIO times as fast. --out is where the
JSON goes, build/bench/micro.json.
"""
import argparse
import ast
import json
import math
import os
import re
import subprocess
import sys

TABLE = "bench/micro/kernels.py"
PYTHON = "/usr/bin/python3"
NOTE = re.compile(r"# ([0-9_]+) ([^:]+): (.*)")


def kernels():
    """Name to (group, what, source of a program), in the order of the table."""
    text = open(TABLE, encoding="utf-8").read()
    lines = text.split("\n")
    functions = [f for f in ast.parse(text).body if isinstance(f, ast.FunctionDef)]
    sources = {f.name: ast.get_source_segment(text, f) for f in functions}
    found = {}
    for f in functions:
        note = NOTE.fullmatch(lines[f.lineno - 2])
        if not note:
            continue  # what a kernel calls
        source = sources[f.name]
        helpers = [sources[n] for n in sources if re.search(rf"\b{n}\(", source) and n != f.name]
        head = ["import math"] if "math." in source else []
        program = "\n\n\n".join(head + helpers + [source, f"print({f.name}({note[1]}))"])
        found[f.name] = (note[2], note[3], program + "\n")
    return found


def run(command, cpu):
    """CPU seconds, and what it printed; None where it failed."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                               preexec_fn=lambda: os.sched_setaffinity(0, {cpu}))
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = status
    process.stdout.close()
    return usage.ru_utime + usage.ru_stime, output if status == 0 else None


def measure(programs, commands, options):
    """Least times, by program and contender; outputs too."""
    times, outputs = {}, {}
    for turn in range(options.rounds):
        for name, path in programs.items():
            order = list(commands)
            for who in order[turn % len(order):] + order[:turn % len(order)]:
                seconds, output = run(commands[who] + [path], options.cpu)
                outputs[name, who] = output
                times[name, who] = min(seconds, times.get((name, who), seconds))
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return times, outputs


def table(rows, engines, below):
    """Lines of the table, groups apart."""
    lines = [f"{'':22}{'CPython':>9}" + "".join(f"{e + ', times':>20}" for e in engines)]
    group = None
    for row in rows:
        if below and all(row["times"][e] >= below for e in engines):
            continue
        if row["group"] != group:
            group = row["group"]
            lines += ["", group]
        lines.append(f"  {row['name']:20}{row['seconds']['python'] * 1000:6.0f} ms" +
                     "".join(f"{row['seconds'][e] * 1000:10.1f} ms{row['times'][e]:7.1f}" for e in engines) +
                     "   " + row["what"])
    lines += ["", f"  {'geometric mean':20}{'':9}" +
              "".join(f"{math.exp(sum(math.log(r['times'][e]) for r in rows) / len(rows)):20.1f}"
                      for e in engines),
              f"  {'least':20}{'':9}" + "".join(f"{min(r['times'][e] for r in rows):20.1f}" for e in engines)]
    return lines


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--build", default="build")
    parser.add_argument("--bobbin")
    parser.add_argument("--engines", default="fused,typed")
    parser.add_argument("--cpu", type=int, default=max(os.sched_getaffinity(0)))
    parser.add_argument("--out")
    parser.add_argument("--below", type=float)
    parser.add_argument("kernels", nargs="*")
    options = parser.parse_args()
    all_kernels = kernels()
    unknown = set(options.kernels) - set(all_kernels)
    if unknown:
        sys.exit(f"micro: no kernel {', '.join(sorted(unknown))}")
    chosen = {n: k for n, k in all_kernels.items() if not options.kernels or n in options.kernels}
    folder = os.path.join(options.build, "bench", "micro")
    os.makedirs(folder, exist_ok=True)
    programs = {name: os.path.join(folder, name + ".py") for name in ["empty", *chosen]}
    for name, path in programs.items():
        with open(path, "w", encoding="utf-8") as f:
            f.write(chosen[name][2] if name in chosen else "")
    engines = options.engines.split(",")
    bobbin = options.bobbin or os.path.join(options.build, "bobbin")
    commands = {"python": [PYTHON]} | {e: [bobbin, "run", "--engine=" + e] for e in engines}
    times, outputs = measure(programs, commands, options)
    rows, wrong = [], []
    for name, (group, what, _) in chosen.items():
        if any(outputs[name, who] is None or outputs[name, who] != outputs[name, "python"] for who in commands):
            wrong.append(name)
            continue
        # What is less than the clock can tell counts as that.
        seconds = {who: max(times[name, who] - times["empty", who], 0.0005) for who in commands}
        rows.append({"name": name, "group": group, "what": what, "seconds": seconds,
                     "times": {e: seconds["python"] / seconds[e] for e in engines}})
    for name in wrong:
        print(f"micro: {name} failed, or printed something else than CPython", file=sys.stderr)
    if rows:
        print("\n".join(table(rows, engines, options.below)))
    with open(options.out or os.path.join(options.build, "bench", "micro.json"), "w", encoding="utf-8") as f:
        json.dump({"schema": "bobbin.micro/1", "rounds": options.rounds, "kernels": rows}, f, indent=1)
        f.write("\n")
    return 1 if wrong or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
