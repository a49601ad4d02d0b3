d = {"a": 1, "b": 2}
print(d, len(d))
d["c"] = 3
d["a"] += 10
print(d["a"], "b" in d, "z" in d, "z" not in d)
for k in d:
    print(k, d[k])
for k, v in d.items():
    print(k, v)
for v in d.values():
    print(v)
print(d.keys(), d.values(), d.items())
print(sorted(d), list(d), sum(d.values()), min(d.values()), max(d))
e = {**d, "q": 5, "a": 0}
print(e, d == e, d != e)
del e["q"]
print(e.pop("a"), e.pop("nope", 7), e.get("b"), e.get("x"), e.get("x", 9))
e.setdefault("l", []).append(4)
e.setdefault("l", []).append(5)
print(e, e.popitem())
e.update({"m": 1})
e.update(n=2, o=3)
e.update([("p", 1), ("r", 2)])
print(e)
print({i: i * i for i in range(5)}, {k: v for k, v in e.items() if v == 1})
print(dict(a=1, b=2), dict([(1, 2), (3, 4)]), dict(e), dict())
print(dict.fromkeys([1, 2, 3]), dict.fromkeys("abc", 0))
print(d | {"z": 26}, end="\n")
d |= {"y": 25}
print(d)
t = {1: "i", True: "b", 1.0: "f", (1, 2): "t", None: "n", "": "e"}
print(t, t[1], t[(1, 2)], t[None])
c = d.copy()
c.clear()
print(c, d, not c, bool(d))
for i, (k, v) in enumerate(d.items()):
    print(i, k, v)
for a, b in zip(d, d.values()):
    print(a, b)
print(hash("hello"), hash(1.5), hash((1, 2, "x")), hash(2**61 - 1), hash(-1), hash("é"), hash("漢"), hash("😀"))
counts = {}
for w in "the cat the dog the end".split():
    counts[w] = counts.get(w, 0) + 1
print(counts)
def f(n):
    memo = {}
    def g(x):
        return x
    for i in range(n):
        memo[str(i)] = i
    return memo
print(f(20))
print([k for k in d], list(reversed(d)), tuple(d.items()))
print("x".join(d), any(d), all(d.values()))
print({}, {"self": {}})
x, y, z = {1: 2, 3: 4, 5: 6}
print(x, y, z)
