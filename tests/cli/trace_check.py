"""Checks what `bobbin trace` wrote, with a decoder of its own.

  trace_check.py safe PAGE          one file that loads nothing, and whose data end nothing early
  trace_check.py replay BOBBIN PAGE FILE [FUEL...]
        The page's states, replayed step by step, agree with `bobbin run --trace` at every step and
        with `bobbin run --fuel N --state` at some: frames, locals, operand stacks, globals, lists.
  trace_check.py lines BOBBIN FILE  the JSON of `bobbin trace FILE`, replayed, agrees with the same
  trace_check.py script NODE PAGE   step.js decodes what this decodes
  trace_check.py says PAGE EXPRESSION   of d, the data
"""
import html.parser
import json
import random
import subprocess
import sys

JUMPS, COSTS, LOCAL, GLOBAL, CALLS, RETURNS, PUSHES, WRITES, HEAP, CHANGES = (1 << i for i in range(10))
ITEMS = 64


class Parts(html.parser.HTMLParser):
    """The page's elements and the text of its scripts and style."""
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts, self.open = [], [], None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag in ("script", "style", "title"):
            self.open = (tag, dict(attrs))

    def handle_endtag(self, tag):
        self.open = None

    def handle_data(self, data):
        if self.open:
            self.texts.append((*self.open, data))


def page_data(path):
    text = open(path, encoding="utf-8", newline="").read()
    data = [t for tag, attrs, t in Parts(text).texts if attrs.get("id") == "data"]
    assert len(data) == 1, "no data, or in pieces"
    d = json.loads(data[0])
    for i, t in enumerate(d["texts"]):
        if not isinstance(t, str):
            d["texts"][i] = d["texts"][t[0]] + t[1]
    return d


def safe(path):
    text = open(path, encoding="utf-8", newline="").read()
    parts = Parts(text)
    names = [tag for tag, _ in parts.tags]
    assert names.count("script") == 2 and names.count("style") == 1 and names.count("title") == 1, names
    for tag, attrs in parts.tags:
        for name, value in attrs.items():
            assert name not in ("src", "href", "srcset", "action", "data", "poster", "background"), (tag, attrs)
            assert not name.startswith("on") and name != "style", (tag, attrs)
        assert tag not in ("link", "img", "iframe", "object", "embed", "base", "audio", "video"), tag
    code = [t for tag, attrs, t in parts.texts if tag == "style" or (tag == "script" and attrs.get("id") != "data")]
    for piece in code:
        for word in ("http:", "https:", "@import", "import(", "url(", "fetch(", "XMLHttp", "innerHTML", "eval(", "document.write",
                     "insertAdjacent", "outerHTML", "Function("):
            assert word not in piece, word
    data = [t for tag, attrs, t in parts.texts if attrs.get("id") == "data"]
    assert len(data) == 1 and "<" not in data[0]
    assert not any(ord(c) < 32 and c != "\n" or 127 <= ord(c) < 160 for c in text.replace("\t", "")), "control character"
    csp = [a["content"] for tag, a in parts.tags if a.get("http-equiv") == "Content-Security-Policy"]
    assert csp and csp[0].startswith("default-src 'none';"), csp


# ---- values: ("list", number) and the like stand for objects, None-likes as JSON text ----

class State:
    """The frames, globals and objects of the machine."""
    def __init__(self, data):
        self.d, self.objects, self.globals, self.frames = data, {}, {}, []
        self.functions = {f["number"]: f for f in data["functions"]}
        for f in self.functions.values():
            f["rows"] = {row[0]: row for row in f["code"]}
        start = data["start"]
        for f, ip, local, stack in start["frames"]:
            self.frames.append([f, ip, list(local), list(stack)])
        g = start["globals"]
        self.globals = {g[i]: g[i + 1] for i in range(0, len(g), 2)}
        if start["changes"]:
            assert self.changes(start["changes"], 0) == len(start["changes"])
        self.count, self.output, self.heap, self.p = start["count"], start["output"], start["heap"], 0
        self.written = ""

    def changes(self, s, p):
        n, p = s[p], p + 1
        for _ in range(n):
            number, kind, p = s[p], s[p + 1], p + 2
            if kind == 0:
                self.objects[number] = {"type": "freed"}
            elif kind == 1:
                self.objects[number] = {"type": "str", "text": self.d["texts"][s[p]], "length": s[p + 1]}
                p += 2
            else:
                length, start, removed, count = s[p:p + 4]
                p += 4
                old = self.objects[number] if kind == 4 else {"type": "tuple" if kind == 2 else "list", "items": []}
                items = list(old["items"])
                assert start + removed <= len(items) or (start == removed == 0)
                items[start:start + removed] = s[p:p + count]
                p += count
                touched, p = s[p], p + 1
                pairs = {s[p + 2 * i]: s[p + 2 * i + 1] for i in range(touched)}
                p += 2 * touched
                assert len(items) == min(length, ITEMS), (length, len(items))
                assert all(ITEMS <= k < length for k in pairs)
                self.objects[number] = {"type": old["type"], "length": length, "items": items, "touched": pairs}
        return p

    def step(self):
        s, p = self.d["steps"], self.p
        flags, p = s[p], p + 1
        top = self.frames[-1]
        row = self.functions[top[0]]["rows"][top[1]]
        ip, cost, slot, code, g, callee = top[1] + 1, 1, None, None, None, None
        if flags & JUMPS:
            ip, p = s[p], p + 1
        if flags & COSTS:
            cost, p = s[p], p + 1
        if flags & LOCAL:
            slot, code, p = s[p], s[p + 1], p + 2
        if flags & GLOBAL:
            g, p = (s[p], s[p + 1]), p + 2
        if flags & CALLS:
            callee, p = s[p], p + 1
        pushes = 0 if flags & (CALLS | RETURNS) else row[4]
        if flags & PUSHES:
            pushes, p = s[p], p + 1
        pushed, p = s[p:p + pushes], p + pushes
        at = max(0, len(top[3]) - row[3])
        popped = top[3][at:]
        del top[3][at:]
        top[1] = ip
        if slot is not None:
            top[2][slot] = code
        if g:
            self.globals[g[0]] = g[1]
        if callee is not None:
            f = self.functions[callee]
            n = f["parameters"]
            self.frames.append([callee, 0, popped[len(popped) - n:] + [None] * (len(f["locals"]) - n), []])
        if flags & RETURNS:
            self.frames.pop()
        if pushed:
            self.frames[-1][3].extend(pushed)
        self.wrote = ""
        if flags & WRITES:
            self.wrote = self.d["texts"][s[p]]
            self.output += s[p + 1]
            p += 2
        self.written += self.wrote
        if flags & HEAP:
            self.heap += s[p]
            p += 1
        if flags & CHANGES:
            p = self.changes(s, p)
        self.count += cost
        self.p = p

    def value(self, code, open_=()):
        """As bobbin.state/1 has it; "..." once for what is not known of a long sequence."""
        if code >= 0:
            text = self.d["values"][code]
            try:
                return json.loads(text)
            except ValueError:
                return text
        o = self.objects[~code]
        if o["type"] == "freed":
            return "<freed>"
        if o["type"] == "str":
            return Cut(o["text"], o["length"]) if len(o["text"].encode()) < o["length"] else o["text"]
        if ~code in open_:
            return "[...]" if o["type"] == "list" else "(...)"
        items = [self.value(c, open_ + (~code,)) for c in o["items"]]
        if o["length"] > len(items):
            return Cut(items, o["length"], {k: self.value(c, open_ + (~code,)) for k, c in o["touched"].items()})
        return items


class Cut:
    """The beginning of a value, and single elements of the rest."""
    def __init__(self, begin, length, more=None):
        self.begin, self.length, self.more = begin, length, more or {}


def same(mine, theirs):
    if isinstance(mine, Cut):
        if isinstance(theirs, str):
            return theirs.startswith(mine.begin) and len(theirs.encode()) == mine.length
        return isinstance(theirs, list) and len(theirs) == mine.length and \
            all(same(a, b) for a, b in zip(mine.begin, theirs)) and \
            all(same(v, theirs[k]) for k, v in mine.more.items())
    if isinstance(mine, list):
        return isinstance(theirs, list) and len(mine) == len(theirs) and all(map(same, mine, theirs))
    return type(mine) is type(theirs) and mine == theirs


def run_state(bobbin, fuel, name, path):
    subprocess.run([bobbin, "run", "--fuel", str(fuel), f"--state={name}", path], capture_output=True)
    return json.load(open(name))


def check_state(state, theirs, name_of):
    assert theirs["instructions"] == state.count, (theirs["instructions"], state.count)
    assert theirs["output_bytes"] == state.output and theirs["heap_bytes"] == state.heap
    assert len(theirs["frames"]) == len(state.frames)
    for mine, frame in zip(state.frames, theirs["frames"]):
        f = state.functions[mine[0]]
        assert f["name"] == frame["function"] and mine[1] == frame["ip"], (f["name"], mine, frame)
        bound = {n: c for n, c in zip(f["locals"], mine[2]) if c is not None}
        assert list(bound) == list(frame["locals"]), (bound, frame)
        for n, c in bound.items():
            assert same(state.value(c), frame["locals"][n]), (state.count, n, state.value(c), frame["locals"][n])
        assert len(mine[3]) == len(frame["stack"])
        for c, v in zip(mine[3], frame["stack"]):
            assert same(state.value(c), v), (state.count, state.value(c), v)
    bound = {name_of(n): c for n, c in state.globals.items() if c is not None}
    more = set(theirs["globals"]) - set(bound)
    if theirs["status"] == "ended":  # what main has bound became globals as it ended
        assert not more or more <= {n for f in state.functions.values() for n in f["locals"]}, more
        more = set()
    assert not more and set(bound) <= set(theirs["globals"])
    for n, c in bound.items():
        assert same(state.value(c), theirs["globals"][n]), n


def replay(bobbin, page, path, fuels):
    data = page_data(page)
    state = State(data)
    for _ in range(data["count"]):
        state.step()
    subprocess.run([bobbin, "run", "--trace=all.bobt", "--fuel", str(state.count + 1), path], capture_output=True)
    state = State(data)
    trace = {}
    with open("all.bobt") as f:
        for line in f:
            t = json.loads(line)
            if "n" in t:
                if t["n"] > state.count and len(trace) >= data["count"]:
                    break
                if t["n"] >= state.count:
                    trace[t["n"]] = t
    picked = set(random.Random(1).sample(range(data["count"] + 1), min(fuels, data["count"] + 1))) | {0}
    if data["end"]["status"] != "ok":
        picked.add(data["count"])
    for i in range(data["count"] + 1):
        if i in picked:
            check_state(state, run_state(bobbin, state.count, "at.json", path), lambda n: data["names"][n])
        if i == data["count"]:
            break
        f, ip = state.frames[-1][:2]
        row, t = state.functions[f]["rows"][ip], trace[state.count]
        assert (t["function"], t["ip"], t["op"]) == (state.functions[f]["name"], ip, row[2]), (t, row)
        if data["text"] == "python":
            assert t.get("line", 0) == row[1], (t, row)
        state.step()
        stack = state.frames[-1][3][-4:] if state.frames else []
        assert len(stack) == len(t["stack"])
        for c, v in zip(stack, t["stack"]):
            if c >= 0:
                assert same(state.value(c), v), (t, state.value(c))
    assert state.p == len(data["steps"])
    final = run_state(bobbin, 10 ** 18, "at.json", path) if data["end"]["status"] != "cut" else None
    if final:
        assert final["instructions"] == state.count and final["output_bytes"] == state.output


def lines(bobbin, path):
    """popped, pushed and heap of the JSON lines alone give the stacks of the state files."""
    out = subprocess.run([bobbin, "trace", path], capture_output=True).stdout.decode()
    rows = [json.loads(line) for line in out.splitlines()]
    assert rows[0]["schema"] == "bobbin.trace/1" and rows[-1]["schema"] == "bobbin.run/1"
    subprocess.run([bobbin, "run", "--trace=all.bobt", "--fuel", str(rows[-1]["instructions"] + (rows[-1]["status"] != "stopped")), path], capture_output=True)
    plain = [json.loads(line) for line in open("all.bobt")]
    added = {"popped", "pushed", "heap", "output", "output_bytes"}
    for a, b in zip(rows[:-1], plain[:-1]):
        assert {k: v for k, v in a.items() if k not in added} == b, (a, b)
    assert len(rows) == len(plain) and (rows[-1] == plain[-1] or rows[-1]["status"] == "stopped")
    objects, stacks, written = {}, [[]], ""

    def value(v, open_=()):
        if not isinstance(v, dict):
            return v
        o = objects[v["object"]]
        if o.get("freed"):
            return "<freed>"
        if o["type"] == "str":
            return Cut(o["text"], o["length"]) if len(o["text"].encode()) < o["length"] else o["text"]
        if v["object"] in open_:
            return "[...]" if o["type"] == "list" else "(...)"
        inner = open_ + (v["object"],)
        items = [value(x, inner) for x in o["items"]]
        more = {int(k): value(x, inner) for k, x in o.get("touched", {}).items()}
        return Cut(items, o["length"], more) if o["length"] > len(items) else items

    steps = rows[1:-1]
    picked = set(random.Random(2).sample(range(len(steps)), min(25, len(steps))))
    for i, t in enumerate(steps):
        if i in picked:
            theirs = run_state(bobbin, t["n"], "at.json", path)
            assert [len(s) for s in stacks] == [len(f["stack"]) for f in theirs["frames"]], t
            for mine, frame in zip(stacks, theirs["frames"]):
                for a, b in zip(mine, frame["stack"]):
                    assert same(value(a), b), (t, value(a), b)
        top = stacks[-1]
        assert t["popped"] <= len(top)
        del top[len(top) - t["popped"]:]
        if t["op"] in ("CALL_FUNC", "CALL_VALUE"):
            stacks.append([])
        elif t["op"] == "RETURN_VAL":
            stacks.pop()
        if stacks:
            stacks[-1].extend(t["pushed"])
        for c in t.get("heap", []):
            if c.get("freed"):
                objects[c["object"]] = c
            elif c["type"] == "str":
                objects[c["object"]] = c
            else:
                items = [] if c.get("new") else list(objects[c["object"]]["items"])
                items[c["from"]:c["from"] + c["removed"]] = c["items"]
                objects[c["object"]] = {**c, "items": items}
        written += t.get("output", "")
    real = subprocess.run([bobbin, "run", path], capture_output=True).stdout.decode()
    assert real.startswith(written) and (rows[-1]["status"] == "stopped" or real == written)


DRIVER = r"""
const fs = require("fs"), vm = require("vm");
const data = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const code = fs.readFileSync(process.argv[3], "utf8") + "\nthis.Run = Run;";
const box = {TextEncoder}; vm.createContext(box); vm.runInContext(code, box);
const run = new box.Run(data), all = [];
for (const i of JSON.parse(process.argv[4])) {
  const frames = [];
  for (let t = run.frames(i).top; t; t = t.up) frames.unshift([t.f, t.ip, t.locals, t.stack]);
  const objects = {};
  run.objects.forEach((h, n) => { const o = h && h.at(i); if (o) objects[n] = o; });
  all.push({frames, objects, count: run.fuel[i], heap: run.heapBytes[i], output: run.output(i)});
}
console.log(JSON.stringify(all));
"""


def script(node, page):
    text = open(page, encoding="utf-8", newline="").read()
    parts = [t for tag, attrs, t in Parts(text).texts if tag == "script"]
    data = page_data(page)
    open("data.json", "w").write(parts[0])
    open("step.js", "w").write(parts[1])
    open("driver.js", "w").write(DRIVER)
    picked = sorted(set(random.Random(3).sample(range(data["count"] + 1), min(200, data["count"] + 1))) | {0, data["count"]})
    out = subprocess.run([node, "driver.js", "data.json", "step.js", json.dumps(picked)], capture_output=True)
    assert out.returncode == 0, out.stderr.decode()
    theirs = dict(zip(picked, json.loads(out.stdout)))
    state = State(data)
    for i in range(data["count"] + 1):
        t = theirs.get(i)
        if t:
            assert t["frames"] == state.frames, (i, t["frames"], state.frames)
            assert t["count"] == state.count and t["heap"] == state.heap
            assert t["output"]["bytes"] == state.output and state.written.endswith(t["output"]["text"])
            assert len(t["objects"]) == len(state.objects)
            for n, o in t["objects"].items():
                mine = state.objects[int(n)]
                for k in ("type", "length", "items", "text"):
                    assert o.get(k) == mine.get(k), (i, n, k, o, mine)
                assert {k: v for k, v in o.get("touched", [])} == mine.get("touched", {})
        if i < data["count"]:
            state.step()


if __name__ == "__main__":
    what, args = sys.argv[1], sys.argv[2:]
    if what == "safe":
        safe(*args)
    elif what == "replay":
        replay(args[0], args[1], args[2], int(args[3]) if len(args) > 3 else 25)
    elif what == "lines":
        lines(*args)
    elif what == "script":
        script(*args)
    else:
        d = page_data(args[0])
        assert eval(args[1]), str({k: v for k, v in d.items() if k not in ("steps", "operations")})[:2000]
