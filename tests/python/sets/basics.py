print({3, 1, 2}, {"b", "a", "c"}, {1, 2}, set(), frozenset(), frozenset([1]), {1, 1.0, True}, {(1, 2), (3, 4), "x"})
s = {5, 3, 9, 200, 17, 33, 65}
print(s, len(s), 3 in s, 4 in s, sorted(s), list(s), sum(s), min(s))
for x in {30, 20, 10, 5, 40, 8}:
    print(x)
for x in s:
    print(x)
s.remove(3)
print(s, {1: frozenset([1, 2])}, {frozenset([1]), frozenset([2])})
print({1} == frozenset([1]), frozenset([1]) == {1}, {1, 2} > {1}, {1} in {frozenset([1])})
print({1, 2} | frozenset([3]), frozenset([3]) | {1})
a, b = {1, 2}
print(a, b, {c for c in "hello world"}, "".join({"z"}))
d = {"x": 1, "y": 2}
print(d.keys() & {"x"}, d.keys() | {"q"}, d.keys() - {"x"})
words = "the quick brown fox jumps over the lazy dog".split()
print(set(words), {w[0] for w in words})
def uniq(xs):
    seen = set()
    out = []
    for x in xs:
        if x not in seen:
            seen.add(x)
            out.append(x)
    return out
print(uniq([3, 1, 3, 2, 1]), uniq("abca"))
xs = [1, 2, 3, 2]
xs.remove(2)
print(xs, -1 in {-1, -2, 0}, {-1, -2, 0, -3})
print(set(range(20)) - set(range(5, 15)))
