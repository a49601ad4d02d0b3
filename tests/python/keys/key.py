# sorted, sort, min and max with a key
words = ["pear", "fig", "apple", "kiwi", "banana"]
print(sorted(words, key=len), sorted(words, key=len, reverse=True))
print(sorted(words, key=lambda w: (len(w), w)))
print(sorted(words, key=lambda w: len(w), reverse=True))
print(sorted(words, reverse=False, key=lambda w: w[-1]))
def second(pair):
    return pair[1]
pairs = [(i, i * 7 % 5) for i in range(10)]
print(sorted(pairs, key=second))
print(min(pairs, key=second), max(pairs, key=second))
print(min(3, -5, 4, key=lambda v: v * v), max("a", "bb", "cc", key=lambda s: len(s)))
print(min([], key=second, default=None), max((), default=7, key=second))
pairs.sort(key=second)
print(pairs)
pairs.sort(key=lambda p: -p[0], reverse=True)
print(pairs)
pairs.sort(key=None)
print(pairs[:3], sorted([3, 1, 2], key=None))
print(sorted(range(6), key=lambda i: i % 3), sorted("hello", key=lambda ch: -ord(ch)))
print(sorted((x * x % 7 for x in range(5)), key=lambda v: v), max(enumerate([3, 9, 2]), key=lambda p: p[1]))
calls = []
def noted(x):
    calls.append(x)
    return -x
print(sorted([1, 2, 3], key=noted), calls, sorted([], key=noted))
def outer(weights):
    return sorted(range(len(weights)), key=lambda i: weights[i])
print(outer([5, 1, 3]))
def inside():
    items = [[3], [1, 2], []]
    items.sort(key=lambda v: sum(v))
    best = max(items, key=lambda v: len(v))
    return items, best
print(inside())
matrix = [[1, 2], [0, 5], [3, -1]]
matrix.sort(key=lambda row: row[1])
print(matrix, min(matrix, key=sum), sorted(["10", "9", "-3"], key=int), [f(-2.5) for f in (abs, round, repr)])
def apply(f, *values):
    return [f(v) for v in values]
print(apply(len, "abc", [1]), apply(ord, "a", "b"), apply(sum, [1, 2]), apply(max, [1, 5]))
table = [divmod, pow]
print([f(7, 2) for f in table])
show = print
show("shown")
