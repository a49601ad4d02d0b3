"use strict";
/* The page of `bobbin trace`. The data (written by step_page.c, which says how) hold the state
 * before the first step and what each step changes.
 *
 *   Run    reads them once, forward. Of frames it keeps a copy every so many steps: a frame below
 *          the top can't change, so a copy is the top frame and a link to the one below. Of objects,
 *          globals and output it keeps every value with the step from which on it holds.
 *   View   shows the state before a step. Whatever comes from a program enters the page as the
 *          text of a node, never as markup.
 *
 * Step i is the instruction that is executed in state i; the last state is that after all steps. */

const JUMPS = 1, COSTS = 2, LOCAL = 4, GLOBAL = 8, CALLS = 16, RETURNS = 32, PUSHES = 64, WRITES = 128,
  HEAP = 256, CHANGES = 512;

/* ---- the run ---- */

class History { /* values, each with the state from which on it holds */
  constructor() { this.from = []; this.values = []; }
  add(state, value) {
    if (this.from[this.from.length - 1] === state) this.values.pop(); else this.from.push(state);
    this.values.push(value);
  }
  index(state) { /* of the value at a state, -1 for none */
    let low = 0, high = this.from.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.from[middle] <= state) low = middle + 1; else high = middle;
    }
    return low - 1;
  }
  at(state) { const i = this.index(state); return i < 0 ? undefined : this.values[i]; }
  changed(state) { const i = this.index(state); return i >= 0 && this.from[i] === state && state > 0; }
}

class Run {
  constructor(data) {
    this.data = data;
    const texts = data.texts; /* [number, rest]: goes on from an earlier one */
    texts.forEach((t, i) => { if (typeof t !== "string") texts[i] = texts[t[0]] + t[1]; });
    this.numbers = data.steps;
    this.count = data.count;
    this.functions = new Map();
    for (const f of data.functions) {
      f.rows = new Map(f.code.map(row => [row[0], row]));
      this.functions.set(f.number, f);
    }
    const n = this.count + 1;
    this.at = new Uint32Array(n);       /* where a step's numbers begin */
    this.functionAt = new Int32Array(n).fill(-1);
    this.ip = new Uint32Array(n);
    this.line = new Uint32Array(n);
    this.depth = new Uint32Array(n);
    this.fuel = new Float64Array(n);
    this.heapBytes = new Float64Array(n);
    this.objects = [];                  /* histories by number */
    this.globals = new Map();           /* by name's number */
    this.written = new History();       /* [pieces before, bytes before] */
    this.pieces = [];
    this.every = Math.max(64, Math.ceil(this.count / 256));
    this.copies = [];
    this.build();
  }

  build() {
    const start = this.data.start;
    let top = null;
    for (const [f, ip, locals, stack] of start.frames)
      top = {f, ip, locals: locals.slice(), stack: stack.slice(), up: top, depth: top ? top.depth + 1 : 1};
    for (let i = 0; i < start.globals.length; i += 2) this.bindGlobal(start.globals[i], 0, start.globals[i + 1]);
    this.changes(start.changes, 0, 0);
    let fuel = start.count, heap = start.heap, bytes = start.output, p = 0;
    this.written.add(0, [0, bytes]);
    const state = {top, next: 0};
    for (let i = 0; i <= this.count; i++) {
      if (i % this.every === 0) this.copies.push(this.copy(state.top));
      this.at[i] = p;
      this.fuel[i] = fuel;
      this.heapBytes[i] = heap;
      const t = state.top;
      if (t) {
        this.functionAt[i] = t.f;
        this.ip[i] = t.ip;
        this.depth[i] = t.depth;
        const row = this.row(t.f, t.ip);
        this.line[i] = row ? row[1] : 0;
      }
      if (i === this.count) break;
      const d = this.apply(state, i);
      p = d.end;
      fuel += d.cost;
      if (d.global) this.bindGlobal(d.global[0], i + 1, d.global[1]);
      if (d.flags & WRITES) {
        this.pieces.push(this.numbers[p]);
        bytes += this.numbers[p + 1];
        p += 2;
        this.written.add(i + 1, [this.pieces.length, bytes]);
      }
      if (d.flags & HEAP) heap += this.numbers[p++];
      if (d.flags & CHANGES) p = this.changes(this.numbers, p, i + 1);
    }
  }

  row(f, ip) { const g = this.functions.get(f); return g && g.rows.get(ip); }
  copy(t) { return t && {...t, locals: t.locals.slice(), stack: t.stack.slice()}; }

  bindGlobal(name, state, code) {
    if (!this.globals.has(name)) this.globals.set(name, new History());
    this.globals.get(name).add(state, code);
  }

  /* Executes step i on the frames; what it did. The numbers after `end` are of no concern to them. */
  apply(state, i) {
    const S = this.numbers, t = state.top, row = this.row(t.f, t.ip);
    let p = this.at[i];
    const flags = S[p++], d = {flags, cost: 1, slot: -1, pushed: 0};
    let ip = t.ip + 1;
    if (flags & JUMPS) ip = S[p++];
    if (flags & COSTS) d.cost = S[p++];
    let code = null;
    if (flags & LOCAL) { d.slot = S[p++]; code = S[p++]; }
    if (flags & GLOBAL) { d.global = [S[p], S[p + 1]]; p += 2; }
    const callee = flags & CALLS ? S[p++] : -1;
    const pushes = flags & PUSHES ? S[p++] : flags & (CALLS | RETURNS) ? 0 : row[4];
    const popped = t.stack.splice(Math.max(0, t.stack.length - row[3]));
    t.ip = ip;
    if (flags & LOCAL) t.locals[d.slot] = code;
    if (flags & CALLS) {
      const g = this.functions.get(callee), locals = new Array(g.locals.length).fill(null);
      for (let k = 0; k < g.parameters; k++) locals[k] = popped[popped.length - g.parameters + k];
      state.top = {f: callee, ip: 0, locals, stack: [], up: t, depth: t.depth + 1};
    } else if (flags & RETURNS) {
      state.top = this.copy(t.up); /* copies refer to the same object */
    }
    for (let k = 0; k < pushes; k++) state.top.stack.push(S[p++]);
    d.pushed = pushes;
    d.end = p;
    return d;
  }

  /* Changes of objects, which hold from a state on; where they end. */
  changes(S, p, state) {
    if (S.length === 0) return p;
    for (let n = S[p++]; n > 0; n--) {
      const number = S[p++], kind = S[p++];
      const history = this.objects[number] || (this.objects[number] = new History());
      if (kind === 0) {
        history.add(state, {type: "freed"});
      } else if (kind === 1) {
        history.add(state, {type: "str", text: this.data.texts[S[p]], length: S[p + 1], size: byteLength(this.data.texts[S[p]])});
        p += 2;
      } else {
        const old = kind === 4 ? history.values[history.values.length - 1] : null;
        const length = S[p++], from = S[p++], removed = S[p++], count = S[p++];
        let items = old ? old.items : [];
        if (removed || count) {
          items = items.slice();
          items.splice(from, removed, ...S.slice(p, p + count));
        }
        p += count;
        const touched = [];
        for (let k = S[p++]; k > 0; k--) { touched.push([S[p], S[p + 1]]); p += 2; }
        history.add(state, {type: old ? old.type : kind === 2 ? "tuple" : "list", length, items, touched});
      }
    }
    return p;
  }

  /* The frames in state i, on a copy, and what the step before it did. */
  frames(i) {
    let k = Math.min(Math.floor(i / this.every), this.copies.length - 1) * this.every;
    const state = {top: this.copy(this.copies[k / this.every])};
    let d = null;
    if (k === i && i > 0) { /* one copy earlier, to see that step */
      k -= this.every;
      state.top = this.copy(this.copies[k / this.every]);
    }
    for (; k < i; k++) d = this.apply(state, k);
    return {top: state.top, did: d};
  }

  object(number, i) { const h = this.objects[number]; return h && h.at(i); }

  output(i) {
    const [pieces, bytes] = this.written.at(i);
    let text = "";
    for (let k = pieces - 1; k >= 0 && text.length < 60000; k--) text = this.data.texts[this.pieces[k]] + text;
    return {text, bytes};
  }

  /* ---- walks over the steps: each gives a state ---- */

  line_on(i, by, over) { /* the next state on another line; over: at this depth or above */
    const d = this.depth[i], l = this.line[i], f = this.functionAt[i];
    for (let k = i + by; k >= 0 && k <= this.count; k += by) {
      if (over && this.depth[k] > d) continue;
      if (this.depth[k] !== d || this.line[k] !== l || this.functionAt[k] !== f || (l === 0 && !over)) return by > 0 ? k : this.line_begin(k);
      if (l === 0) return k;
    }
    return by > 0 ? this.count : 0;
  }
  line_begin(i) { /* the first of the states that stand on this line without a break */
    while (i > 0 && this.depth[i - 1] === this.depth[i] && this.line[i - 1] === this.line[i] && this.line[i] !== 0 &&
           this.functionAt[i - 1] === this.functionAt[i]) i--;
    return i;
  }
  out(i, by) {
    for (let k = i + by; k >= 0 && k <= this.count; k += by) if (this.depth[k] < this.depth[i]) return k;
    return by > 0 ? this.count : 0;
  }
  arrives(line, k) { /* whether state k comes to a line from another one, or again by a jump back */
    return this.line[k] === line && (k === 0 || this.line[k - 1] !== line || this.functionAt[k - 1] !== this.functionAt[k] ||
      this.ip[k] <= this.ip[k - 1]);
  }
  line_again(line, i, by) {
    for (let k = i + by; k >= 0 && k <= this.count; k += by) if (this.arrives(line, k)) return k;
    return -1;
  }
  call_of(name, i) {
    for (let n = 1; n <= this.count + 1; n++) {
      const k = (i + n) % (this.count + 1), f = this.functions.get(this.functionAt[k]);
      if (f && f.name === name && this.ip[k] === 0 && (k === 0 || this.depth[k - 1] < this.depth[k])) return k;
    }
    return -1;
  }
}

/* ---- text ---- */

function byteLength(s) { return new TextEncoder().encode(s).length; }

/* Nothing that a program wrote may be invisible, or turn the text around. */
function visible(s, keep) {
  return s.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, c =>
    keep && (c === "\n" || c === "\t") ? c
      : c === "\n" ? "\\n" : c === "\t" ? "\\t" : c === "\r" ? "\\r"
      : c.charCodeAt(0) < 256 ? "\\x" + c.charCodeAt(0).toString(16).padStart(2, "0")
      : "\\u" + c.charCodeAt(0).toString(16));
}
function grouped(n) { return String(n).replace(/\B(?=(\d{3})+$)/g, ","); }
function quoted(s) { return (s.includes("'") && !s.includes('"') ? '"' + visible(s) + '"' : "'" + visible(s.replace(/\\/g, "\\\\")).replace(/'/g, "\\'") + "'"); }
function scalar(text) { return text === "null" ? "None" : text === "true" ? "True" : text === "false" ? "False" : visible(text); }

/* A name; the compiler makes those with a dot, which no program can write. */
function named(name) {
  const dot = name.indexOf(".");
  return dot < 0 ? element("span", "name", visible(name))
    : element("span", "name", visible(name.slice(0, dot)), element("i", "", visible(name.slice(dot))));
}

/* An element with a class and children: texts or nodes. */
function element(tag, name, ...children) {
  const e = document.createElement(tag);
  if (name) e.className = name;
  e.append(...children);
  return e;
}
const $ = id => document.getElementById(id);

/* ---- the view ---- */

class View {
  constructor(run) {
    this.run = run;
    this.data = run.data;
    this.i = 0;
    this.wanted = 0;
    this.codes = new Map(); /* what was built for functions */
    this.countLines();
    this.about();
    this.source();
    $("slider").max = run.count;
    this.timer = 0;
  }

  countLines() {
    this.hits = new Map();
    for (let i = 0; i < this.run.count; i++) this.hits.set(this.run.line[i], (this.hits.get(this.run.line[i]) || 0) + 1);
    this.hits.delete(0);
    this.most = Math.max(1, ...this.hits.values());
  }
  heat(n) { return n ? (8 + 92 * Math.log(1 + n) / Math.log(1 + this.most)).toFixed(0) + "%" : "0%"; }

  about() {
    const d = this.data, end = d.end, from = d.start.count;
    $("file").textContent = visible(d.file.replace(/^.*\//, ""));
    $("file").title = visible(d.file);
    $("made").textContent = "program " + d.program + " · bobbin " + d.bobbin;
    $("about").textContent = grouped(this.run.count) + " step" + (this.run.count === 1 ? "" : "s") +
      (from > 0 ? " from " + grouped(from) + " on" : "") +
      (end.status === "ok" ? ", to the end" + (end.exit !== undefined ? " with exit " + end.exit : "")
        : end.status === "error" ? ", to " + end.kind : "");
    if (end.status === "cut") {
      $("cut").hidden = false;
      $("cut").textContent = "Cut after these " + grouped(this.run.count) + " steps: the program goes on.";
    }
  }

  /* ---- listings, built once ---- */

  source() {
    const list = $("source");
    this.lines = new Map();
    let before = 0;
    for (const run of this.data.source) {
      if (run[0] > before + 1) list.append(element("li", "gap", "…"));
      for (let k = 1; k < run.length; k++) {
        const number = run[0] + k - 1, cut = Array.isArray(run[k]), text = cut ? run[k][0] : run[k];
        const hits = this.hits.get(number) || 0;
        const row = element("li", hits ? "row" : "row never", element("span", "", String(number)),
          visible(text, true) + (cut ? " …" : ""));
        row.style.setProperty("--heat", this.heat(hits));
        if (hits) {
          row.dataset.step = "";
          row.title = grouped(hits) + (hits === 1 ? " step" : " steps") + " on this line";
          row.addEventListener("click", () => this.to_line(number));
        }
        list.append(row);
        this.lines.set(number, row);
        before = number;
      }
    }
    if (this.data.source.length === 0) document.body.classList.add("no-source");
    $("source-title").textContent = this.data.text === "assembly" ? "Assembly" : "Source";
  }

  operand(row) {
    switch (row[5]) {
    case 0: return visible(row[6]);
    case 1: return "→ " + row[6];
    case 2: return quoted(this.data.texts[row[6]]);
    case 3: return scalar(this.data.values[row[6]]);
    default: return "";
    }
  }

  code(f) {
    if (this.codes.has(f)) return this.codes.get(f);
    const g = this.run.functions.get(f), box = document.createElement("div"), rows = new Map();
    const executed = new Map();
    for (let i = 0; i < this.run.count; i++)
      if (this.run.functionAt[i] === f) executed.set(this.run.ip[i], (executed.get(this.run.ip[i]) || 0) + 1);
    let before = -1;
    for (const row of g.code) {
      if (row[0] > before + 1) box.append(element("div", "gap", "…"));
      before = row[0];
      const n = executed.get(row[0]) || 0;
      const line = element("div", n ? "row" : "row never", element("span", "", String(row[0])), element("b", "", row[2]),
        this.operand(row));
      line.style.setProperty("--heat", this.heat(n));
      line.title = (row[1] ? "line " + row[1] + ", " : "") + grouped(n) + (n === 1 ? " time" : " times") + " in these steps";
      if (n) {
        line.dataset.step = "";
        line.addEventListener("click", () => this.to_instruction(f, row[0]));
      }
      box.append(line);
      rows.set(row[0], line);
    }
    if (before + 1 < g.size) box.append(element("div", "gap", "…"));
    const built = {box, rows};
    this.codes.set(f, built);
    return built;
  }

  to_line(line) {
    let k = this.run.line_again(line, this.i, 1);
    if (k < 0) k = this.run.line_again(line, -1, 1);
    if (k >= 0) this.go(k);
    return k >= 0;
  }
  to_instruction(f, ip) {
    const n = this.run.count + 1;
    for (let s = 1; s <= n; s++) {
      const k = (this.i + s) % n;
      if (this.run.functionAt[k] === f && this.run.ip[k] === ip) return this.go(k);
    }
  }

  /* ---- values ---- */

  /* A value in a few words; `room` is how many characters of elements. */
  text(code, room, depth) {
    if (code === null || code === undefined) return "unbound";
    if (code >= 0) return scalar(this.data.values[code]);
    const o = this.run.object(~code, this.i);
    if (!o || o.type === "freed") return "<freed>";
    if (o.type === "str") {
      const cut = o.text.length > room || o.size < o.length;
      return quoted(o.text.slice(0, Math.max(4, room))) + (cut ? "…" : "");
    }
    const open = o.type === "list" ? "[" : "(", close = o.type === "list" ? "]" : o.length === 1 ? ",)" : ")";
    if (depth > 2) return open + "…" + close;
    let s = open;
    for (let k = 0; k < o.items.length; k++) {
      if (s.length > room) return s + ", …" + close;
      s += (k ? ", " : "") + this.text(o.items[k], room - s.length, depth + 1);
    }
    return s + (o.length > o.items.length ? ", …" : "") + close;
  }
  kind(code) {
    if (code === null || code === undefined) return "none";
    if (code >= 0) return /^[-0-9]/.test(this.data.values[code]) ? "num" : "word";
    const o = this.run.object(~code, this.i);
    return !o || o.type === "freed" ? "freed" : o.type === "str" ? "str" : "seq";
  }
  value(code, room) {
    const kind = this.kind(code), e = element("span", "value " + kind, this.text(code, room, 0));
    if (kind !== "seq") return e;
    const ref = element("button", "ref", "#" + ~code);
    ref.type = "button";
    ref.title = "show object " + ~code;
    ref.setAttribute("aria-label", "show object " + ~code);
    ref.addEventListener("click", () => this.find(~code));
    return element("span", "", e, ref);
  }
  find(number) {
    const card = document.getElementById("object-" + number);
    if (!card) return;
    card.scrollIntoView({block: "nearest"});
    card.classList.add("found");
    setTimeout(() => card.classList.remove("found"), 1500);
  }

  /* ---- one state ---- */

  go(i) {
    this.wanted = Math.max(0, Math.min(this.run.count, i));
    if (!this.frame) this.frame = requestAnimationFrame(() => { this.frame = 0; this.show(); });
  }

  show() {
    const i = this.i = this.wanted, run = this.run, frames = run.frames(i);
    this.reached = [];
    this.seen = new Set();
    this.show_now(i, frames.top);
    this.show_listings(i, frames.top);
    this.show_stack(i, frames);
    this.show_frames(i, frames);
    this.show_heap(i);
    this.show_output(i);
    this.show_controls(i);
  }

  show_now(i, top) {
    const end = this.data.end, last = i === this.run.count, f = top && this.run.functions.get(top.f);
    const row = top && this.run.row(top.f, top.ip), line = this.run.line[i];
    const failed = last && end.status === "error", ended = last && end.status === "ok";
    $("now").className = failed ? "failed" : ended ? "ended" : "";
    $("failure").hidden = !failed;
    $("failure").textContent = failed ? end.kind + ": " + visible(end.message, true) : "";
    $("place").textContent = ended ? "The program ended."
      : (f ? visible(f.name) + (line ? ", line " + line : "") + ", instruction " + top.ip : "no active call") +
        (last && end.status === "cut" ? " · cut here: not executed any more" : failed ? " · failed here" : "");
    const box = $("instruction");
    box.textContent = "";
    if (ended) {
      box.append(end.exit !== undefined ? "exit " + end.exit : end.result !== undefined ? "result " + this.text(end.result, 200, 0) : "");
    } else if (row) {
      const about = this.data.operations[row[2]] || ["", ""];
      box.append(element("b", "", row[2]), " " + this.operand(row) + "  ", element("i", "", about[0] + "  " + about[1]));
    }
    clearTimeout(this.speaking);
    this.speaking = setTimeout(() => { $("spoken").textContent = "Step " + i + ". " + $("place").textContent + ". " + box.textContent; }, 400);
  }

  mark(list, row, name) {
    if (this[list] === row && row) return;
    if (this[list]) { this[list].classList.remove("here", "failed", "call"); this[list].removeAttribute("aria-current"); }
    this[list] = row;
    if (!row) return;
    row.classList.add(name);
    row.setAttribute("aria-current", "step");
  }
  /* Brings a row into the middle part of its listing, without moving the page. */
  scroll(box, row) {
    const y = row.offsetTop, h = box.clientHeight;
    if (y < box.scrollTop + h * .15 || y > box.scrollTop + h * .8) box.scrollTop = y - h * .4;
  }

  show_listings(i, top) {
    const failed = i === this.run.count && this.data.end.status === "error";
    const ended = i === this.run.count && this.data.end.status === "ok";
    const row = ended ? null : this.lines.get(this.run.line[i]);
    this.mark("here", null);
    this.mark("here", row || null, failed ? "failed" : "here");
    if (row) this.scroll($("source"), row);
    if (!top) return;
    const built = this.code(top.f), box = $("code");
    if (this.shown !== top.f) {
      box.textContent = "";
      box.append(built.box);
      this.shown = top.f;
      $("code-name").textContent = "of " + visible(this.run.functions.get(top.f).name);
    }
    const at = ended ? null : built.rows.get(top.ip);
    this.mark("at", null);
    this.mark("at", at || null, failed ? "failed" : "here");
    if (at) this.scroll(box, at);
  }

  show_stack(i, {top, did}) {
    const box = $("stack"), stack = top ? top.stack : [];
    const row = top && i < this.run.count && this.run.row(top.f, top.ip);
    this.next = {}; /* the element that the next instruction reads or sets */
    if (row && (row[2] === "INDEX_GET" || row[2] === "INDEX_SET")) {
      const at = stack.length - (row[2] === "INDEX_GET" ? 2 : 3), o = this.run.object(~stack[at], i);
      const index = stack[at + 1] >= 0 ? Number(this.data.values[stack[at + 1]]) : NaN;
      if (o) this.next = {number: ~stack[at], index: index < 0 ? index + o.length : index};
    }
    box.textContent = "";
    if (stack.length === 0) box.append(element("li", "none", "empty"));
    for (let k = stack.length - 1; k >= 0; k--) {
      if (stack.length - k > 40) {
        box.append(element("li", "none", grouped(k + 1) + " more below"));
        break;
      }
      const used = row && k >= stack.length - row[3], fresh = did && k >= stack.length - did.pushed;
      const e = element("li", (used ? "used " : "") + (fresh ? "new" : ""), this.value(stack[k], 60));
      if (used) e.title = "the next instruction takes it";
      box.append(e);
      this.reach(stack[k]);
    }
  }

  show_frames(i, {top, did}) {
    const box = $("frames");
    box.textContent = "";
    if (!top) box.append(element("div", "frame none", "no active call"));
    let t = top, n = 0;
    for (; t && n < 12; t = t.up, n++) box.append(this.one_frame(t, n === 0 ? did : null, n > 0));
    if (t) box.append(element("div", "frame none", grouped(t.depth) + " more calls below"));
    const names = [];
    for (const [name, history] of this.run.globals) {
      const code = history.at(i);
      if (code === undefined || code === null) continue;
      names.push([this.data.names[name] ?? "name " + name, code, history.changed(i)]);
    }
    if (names.length) {
      const list = document.createElement("dl");
      for (const [name, code, changed] of names.slice(0, 200)) {
        list.append(element("dt", "", named(name)), element("dd", changed ? "new" : "", this.value(code, 60)));
        this.reach(code);
      }
      box.append(element("div", "frame globals", element("h3", "", "globals"), list));
    }
  }

  one_frame(t, did, below) {
    const f = this.run.functions.get(t.f), list = document.createElement("dl");
    const at = below ? t.ip - 1 : t.ip, row = this.run.row(t.f, at);
    const head = element("h3", "", named(f.name), element("small", "", row && row[1] ? " line " + row[1] : " instruction " + at));
    let unbound = 0, shown = 0;
    f.locals.forEach((name, k) => {
      const code = t.locals[k];
      if (code === null || code === undefined) return void unbound++;
      if (++shown > 100) return;
      const fresh = did && (did.slot === k || (did.flags & CALLS && k < f.parameters));
      list.append(element("dt", "", named(name)), element("dd", fresh ? "new" : "", this.value(code, 60)));
      this.reach(code);
    });
    const e = element("div", "frame", head, list);
    const notes = [];
    if (shown > 100) notes.push(grouped(shown - 100) + " more locals");
    if (unbound) notes.push(unbound + (unbound === 1 ? " local" : " locals") + " not bound yet");
    if (below && t.stack.length) notes.push("on its stack: " + t.stack.slice(-6).map(c => this.text(c, 30, 0)).join(", "));
    if (below) t.stack.slice(-6).forEach(c => this.reach(c));
    if (notes.length) e.append(element("p", "none", notes.join("; ")));
    return e;
  }

  /* Objects to be shown: those that what is shown refers to. */
  reach(code) {
    if (code === null || code === undefined || code >= 0 || this.seen.has(code)) return;
    this.seen.add(code);
    this.reached.push(~code);
  }

  show_heap(i) {
    const box = $("heap"), most = 60;
    let shown = 0, more = 0;
    box.textContent = "";
    for (let k = 0; k < this.reached.length && k < 2000; k++) {
      const number = this.reached[k], o = this.run.object(number, i);
      if (!o || (o.type !== "list" && o.type !== "tuple")) continue;
      if (shown >= most) { more++; continue; }
      shown++;
      box.append(this.card(number, o, i));
      o.items.forEach(c => this.reach(c));
      o.touched.forEach(t => this.reach(t[1]));
    }
    $("heap-panel").hidden = shown === 0;
    if (more) box.append(element("p", "more", grouped(more) + " more"));
  }

  card(number, o, i) {
    const before = i > 0 && this.run.objects[number].changed(i) ? this.run.object(number, i - 1) : null;
    const fresh = this.run.objects[number].changed(i) && (!before || before.type !== o.type);
    const cells = element("div", "cells");
    const numbers = o.items.map(c => c >= 0 ? Number(this.data.values[c]) : NaN);
    const bars = numbers.length > 2 && numbers.every(n => Number.isFinite(n) && n >= 0) ? Math.max(...numbers) : 0;
    const cell = (k, code, changed) => {
      const e = element("span", "cell" + (changed ? " new" : "") + (this.next.number === number && this.next.index === k ? " read" : ""), element("small", "", String(k)), this.value(code, 24));
      if (bars > 0 && k < numbers.length) e.style.setProperty("--bar-height", (70 * numbers[k] / bars).toFixed(0) + "%");
      cells.append(e);
    };
    o.items.forEach((code, k) => cell(k, code, fresh || (before && before.items && before.items[k] !== code)));
    const rest = o.touched.slice().sort((a, b) => a[0] - b[0]);
    let at = o.items.length;
    for (const [k, code] of rest) {
      if (k > at) cells.append(element("span", "more", "… " + grouped(k - at) + " not shown"));
      const old = before && before.touched && before.touched.find(t => t[0] === k);
      cell(k, code, before && (!old || old[1] !== code));
      at = k + 1;
    }
    if (at < o.length) cells.append(element("span", "more", "… " + grouped(o.length - at) + " more not shown"));
    if (o.length === 0) cells.append(element("span", "more", "empty"));
    const card = element("div", "object", element("h3", "", o.type + " #" + number + " ",
      element("small", "", grouped(o.length) + (o.length === 1 ? " element" : " elements"))), cells);
    card.id = "object-" + number;
    return card;
  }

  show_output(i) {
    const {text, bytes} = this.run.output(i), box = $("output");
    if (this.outputAt !== bytes) {
      this.outputAt = bytes;
      box.textContent = visible(text, true);
      box.scrollTop = box.scrollHeight;
    }
    $("output-size").textContent = bytes === 0 ? "nothing" : grouped(bytes) + (bytes === 1 ? " byte" : " bytes") +
      (byteLength(text) < bytes ? ", the last of them" : "");
  }

  show_controls(i) {
    const run = this.run, slider = $("slider");
    slider.value = i;
    slider.setAttribute("aria-valuetext", "step " + i + " of " + run.count + (run.line[i] ? ", line " + run.line[i] : ""));
    $("step").textContent = grouped(i) + " of " + grouped(run.count);
    $("fuel").textContent = "· fuel " + grouped(run.fuel[i]);
    $("heap-bytes").textContent = " · heap " + grouped(run.heapBytes[i]) + " bytes";
    for (const id of ["first", "over-back", "back"]) $(id).disabled = i === 0;
    for (const id of ["last", "over", "forward", "out"]) $(id).disabled = i === run.count;
    this.draw_cursor(i);
    clearTimeout(this.remembering);
    this.remembering = setTimeout(() => { try { history.replaceState(null, "", "#" + i); } catch (e) { /* not from here */ } }, 300);
  }

  /* ---- the timeline: how deep calls nest, by step, in a colour for each function ---- */

  draw_timeline() {
    const canvas = $("depth"), scale = window.devicePixelRatio || 1, w = Math.max(1, Math.round(canvas.clientWidth * scale));
    const h = Math.round(canvas.clientHeight * scale), run = this.run, n = run.count + 1;
    const picture = document.createElement("canvas");
    picture.width = w; picture.height = h;
    const g = picture.getContext("2d"), dark = matchMedia("(prefers-color-scheme: dark)").matches;
    let deepest = 1;
    for (let i = 0; i < n; i++) if (run.depth[i] > deepest) deepest = run.depth[i];
    for (let x = 0; x < w; x++) {
      const a = Math.floor(x * n / w), b = Math.max(a + 1, Math.floor((x + 1) * n / w));
      let most = 0, f = -1;
      for (let i = a; i < b && i < n; i++) if (run.depth[i] >= most) { most = run.depth[i]; f = run.functionAt[i]; }
      const height = h * (.12 + .88 * most / deepest);
      g.fillStyle = f < 0 ? "#8884" : "hsl(" + (f * 137.5 + 200) % 360 + " 45% " + (dark ? 45 : 65) + "%)";
      g.fillRect(x, h - height, 1, height);
    }
    g.fillStyle = dark ? "#fff" : "#000";
    for (const s of run.written.from) if (s > 0) g.fillRect(s * w / n, h - 3 * scale, Math.max(1, w / n), 3 * scale);
    canvas.width = w; canvas.height = h;
    this.picture = picture;
    this.draw_cursor(this.i);
  }
  draw_cursor(i) {
    if (!this.picture) return;
    const canvas = $("depth"), g = canvas.getContext("2d"), scale = window.devicePixelRatio || 1;
    g.drawImage(this.picture, 0, 0);
    g.fillStyle = matchMedia("(prefers-color-scheme: dark)").matches ? "#fff" : "#000";
    g.fillRect(Math.round((i + .5) * canvas.width / (this.run.count + 1) - scale), 0, 2 * scale, canvas.height);
  }

  /* ---- playing ---- */

  play(on) {
    clearInterval(this.timer);
    this.timer = 0;
    if (on && this.i === this.run.count) this.go(0);
    if (on) this.timer = setInterval(() => { this.i >= this.run.count ? this.play(false) : this.go(this.wanted + 1); }, 120);
    $("play").setAttribute("aria-pressed", String(on));
    $("play").setAttribute("aria-label", on ? "Stop" : "Play");
  }

  jump(text) {
    text = text.trim();
    let match, k = -1;
    if ((match = /^[:lL]\s*(\d+)$/.exec(text))) return this.to_line(Number(match[1])) ? "" : "No step is on line " + match[1] + ".";
    if ((match = /^[\d,_]+$/.exec(text))) {
      k = Number(text.replace(/[,_]/g, ""));
      if (k > this.run.count) return "There are " + grouped(this.run.count) + " steps.";
    } else {
      k = this.run.call_of(text, this.i);
      if (k < 0) return "No call of " + visible(text) + " in these steps.";
    }
    this.go(k);
    return "";
  }
}

/* ---- keys and buttons ---- */

function connect(view) {
  const run = view.run, at = () => view.wanted;
  const again = by => { const k = run.line_again(run.line[at()], at(), by); if (k >= 0) view.go(k); };
  const open_jump = () => { $("jump-error").textContent = ""; $("jump-dialog").showModal(); $("jump-to").select(); };
  const does = {
    "first": () => view.go(0),
    "last": () => view.go(run.count),
    "back": () => view.go(at() - 1),
    "forward": () => view.go(at() + 1),
    "over": () => view.go(run.line_on(at(), 1, true)),
    "over-back": () => view.go(run.line_on(at(), -1, true)),
    "out": () => view.go(run.out(at(), 1)),
    "play": () => view.play(!view.timer),
    "jump": open_jump,
    "keys": () => $("keys-dialog").showModal(),
  };
  const keys = {
    "ArrowLeft": does.back, "ArrowRight": does.forward,
    "ArrowUp": () => view.go(run.line_on(at(), -1, false)), "ArrowDown": () => view.go(run.line_on(at(), 1, false)),
    "Home": does.first, "End": does.last,
    "PageUp": () => view.go(at() - 100), "PageDown": () => view.go(at() + 100),
    "o": does.over, "O": does["over-back"],
    "u": does.out, "U": () => view.go(run.out(at(), -1)),
    "n": () => again(1), "N": () => again(-1),
    "/": open_jump, "?": does.keys,
    " ": does.play,
  };
  for (const id in does) $(id).addEventListener("click", () => { if (id !== "play") view.play(false); does[id](); });
  $("slider").addEventListener("input", () => { view.play(false); view.go(Number($("slider").value)); });
  document.addEventListener("keydown", e => {
    const dialog = document.querySelector("dialog[open]");
    if (dialog || e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.key === " " && e.target.closest("button")) return; /* it presses the button */
    const action = keys[e.key];
    if (!action) return;
    e.preventDefault();
    if (action !== does.play) view.play(false);
    action();
  });
  const drag = e => {
    if (e.type === "pointermove" && !e.buttons) return;
    const box = $("depth").getBoundingClientRect();
    view.play(false);
    view.go(Math.floor((e.clientX - box.left) / box.width * (run.count + 1)));
  };
  $("depth").addEventListener("pointerdown", e => { $("depth").setPointerCapture(e.pointerId); drag(e); });
  $("depth").addEventListener("pointermove", drag);
  $("jump-form").addEventListener("submit", e => {
    const why = view.jump($("jump-to").value);
    if (why) e.preventDefault();
    $("jump-error").textContent = why;
  });
  $("jump-close").addEventListener("click", () => $("jump-dialog").close());
  addEventListener("resize", () => view.draw_timeline());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => view.draw_timeline());
  addEventListener("hashchange", () => { if (/^#\d+$/.test(location.hash)) view.go(Number(location.hash.slice(1))); });
}

if (typeof document !== "undefined") {
  const run = new Run(JSON.parse($("data").textContent)), view = new View(run);
  connect(view);
  view.wanted = /^#\d+$/.test(location.hash) ? Math.min(run.count, Number(location.hash.slice(1))) : 0;
  view.show();
  view.draw_timeline();
  document.documentElement.dataset.ready = "yes";
}
