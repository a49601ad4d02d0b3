l = [3, 1, 2]
print(sum(x * x for x in l), min(x - 5 for x in l), max(-x for x in l))
print(any(x > 2 for x in l), all(x > 2 for x in l), any(x for x in []), all(x for x in []))
print(sum(1 for x in l if x > 1), sum(x / 2 for x in l), max((x, i) for i, x in enumerate(l)))
print(max(len(w) for w in "a bbb cc".split()), min(w for w in ["b", "a"]))
print(sum(a * b for a, b in zip(l, l)), all(l[i] != l[i + 1] for i in range(len(l) - 1)))
print(any(c == "x" for c in "abc"), sum(i for r in [[1], [2, 3]] for i in r))


def f(x):
    print("f", x)
    return x


print(any(f(x) for x in [0, 2, 3]))
print(all(f(x) for x in [1, 0, 3]))
