"""Small kernels, each for one kind of expression: what bench/micro.py runs.

A kernel is a function of the number of repetitions. The comment above it has how many, the group
it is shown in, and what it repeats; the runner makes a program of each: the function, and a call
that prints what it returns. Each takes a tenth of a second or two in CPython.
"""
import math


# ---- text ----

# 500_000 text: s[i:j]
def text_slice(n):
    s = "the quick brown fox jumps over the lazy dog"
    total = 0
    for i in range(n):
        k = i % 30
        total += len(s[k:k + 5])
    return total


# 500_000 text: s[:k], s[k:] and a comparison
def text_prefix(n):
    s = "abcdefghijklmnop"
    same = 0
    for i in range(n):
        k = i & 7
        if s[:k] == s[8:8 + k]:
            same += 1
    return same


# 300_000 text: t = s[i:j], all kept in a list
def text_slices_kept(n):
    s = "the quick brown fox jumps over the lazy dog"
    kept = []
    for i in range(n):
        k = i % 30
        kept.append(s[k:k + 5])
    return len(kept)


# 2_000 text: for each place whether s[i:i + m] == w
def text_search(n):
    s = "gcaatgcctagacacgttagcgatgcaagcttaatgcgatatgccgatgcaagctatgc" * 3
    w = "atgc"
    m = len(w)
    found = 0
    for _ in range(n):
        for i in range(len(s) - m + 1):
            if s[i:i + m] == w:
                found += 1
    return found


# 800_000 text: s[i] == "x"
def text_index(n):
    s = "the quick brown fox jumps over the lazy dog"
    found = 0
    for i in range(n):
        if s[i % 43] == "o":
            found += 1
    return found


# 20_000 text: for c in s: if c in "aeiou"
def text_characters(n):
    s = "the quick brown fox jumps over the lazy dog"
    vowels = 0
    for _ in range(n):
        for c in s:
            if c in "aeiou":
                vowels += 1
    return vowels


# 800_000 text: w in s, w not in s
def text_in(n):
    s = "the quick brown fox jumps over the lazy dog"
    found = 0
    for i in range(n):
        if "fox" in s:
            found += 1
        if "cat" not in s:
            found += 1
    return found


# 600_000 text: ==, !=, < of two texts
def text_compare(n):
    words = ["apple", "apricot", "banana", "apple pie", "band"]
    less = 0
    for i in range(n):
        a = words[i % 5]
        b = words[i % 3]
        if a < b:
            less += 1
        if a == b:
            less += 2
    return less


# 500_000 text: a + b + c
def text_join(n):
    total = 0
    for i in range(n):
        a = "key"
        t = a + ":" + "value"
        total += len(t)
    return total


# 1_000_000 text: s += c
def text_append(n):
    s = ""
    for i in range(n):
        s += "x"
    return len(s)


# 400_000 text: ord(c), chr(i)
def text_ord_chr(n):
    total = 0
    s = "hello, world"
    t = ""
    for i in range(n):
        c = s[i % 12]
        t = chr((ord(c) - 32 + 13) % 95 + 32)
        if t == "u":
            total += 1
    return total


# 100_000 text: s.split(), s.split(",")
def text_split(n):
    total = 0
    for i in range(n):
        total += len("the quick brown fox".split()) + len("1,2,3,4,5".split(","))
    return total


# 200_000 text: ",".join(list)
def text_join_list(n):
    words = ["the", "quick", "brown", "fox"]
    total = 0
    for i in range(n):
        total += len(",".join(words))
    return total


# 300_000 text: s.find(w), s.index(w), s.count(w)
def text_find(n):
    s = "the quick brown fox jumps over the lazy dog"
    total = 0
    for i in range(n):
        total += s.find("fox") + s.count("o")
    return total


# 300_000 text: s.replace(a, b)
def text_replace(n):
    total = 0
    for i in range(n):
        total += len("the quick brown fox".replace("quick", "slow"))
    return total


# 500_000 text: s.startswith(w), s.endswith(w)
def text_startswith(n):
    s = "prefix_of_name.py"
    total = 0
    for i in range(n):
        if s.startswith("prefix_") and s.endswith(".py"):
            total += 1
    return total


# 300_000 text: s.strip(), s.upper(), s.lower()
def text_strip(n):
    total = 0
    for i in range(n):
        total += len("  some text ".strip()) + len("Mixed Case".lower()) + len("abc".upper())
    return total


# 300_000 text: "ab" * k
def text_repeat(n):
    total = 0
    for i in range(n):
        total += len("ab" * (i & 15))
    return total


# ---- numbers and text ----

# 500_000 numbers and text: str(int)
def str_int(n):
    total = 0
    for i in range(n):
        total += len(str(i * 37))
    return total


# 150_000 numbers and text: is str(i) a palindrome, by comparing from both ends
def palindrome_indices(n):
    found = 0
    for i in range(n):
        s = str(i)
        a = 0
        b = len(s) - 1
        while a < b and s[a] == s[b]:
            a += 1
            b -= 1
        if a >= b:
            found += 1
    return found


# 200_000 numbers and text: is str(i) a palindrome, by its reversed text
def palindrome_reversed(n):
    found = 0
    for i in range(n):
        s = str(i)
        if s == "".join(reversed(s)):
            found += 1
    return found


# 150_000 numbers and text: the sum of int(c) for c in str(i)
def digit_sum(n):
    total = 0
    for i in range(n):
        for c in str(i):
            total += int(c)
    return total


# 500_000 numbers and text: int(text)
def int_text(n):
    words = ["12", "345", "-6789", "1234567", "0"]
    total = 0
    for i in range(n):
        total += int(words[i % 5])
    return total


# 500_000 numbers and text: float(text)
def float_text(n):
    words = ["1.5", "0.001", "-273.15", "6.02e23", "3.141592653589793"]
    total = 0.0
    for i in range(n):
        total += float(words[i % 5])
    return total


# 200_000 numbers and text: str(float) of few digits
def str_float(n):
    total = 0
    for i in range(n):
        total += len(str(i * 0.25))
    return total


# 150_000 numbers and text: str(float) of 16 and 17 digits
def str_float_long(n):
    total = 0
    x = 0.1
    for i in range(n):
        x = x * 1.0000001 + 0.3
        total += len(str(x))
    return total


# 200_000 numbers and text: f"{x:.3f}"
def fstring_fixed(n):
    total = 0
    for i in range(n):
        x = i / 7
        total += len(f"{x:.3f}")
    return total


# 300_000 numbers and text: f"{i}: {s}"
def fstring_plain(n):
    total = 0
    name = "name"
    for i in range(n):
        total += len(f"{i}: {name}")
    return total


# 200_000 numbers and text: f"{i:5d} {s:>8}"
def fstring_aligned(n):
    total = 0
    name = "name"
    for i in range(n):
        total += len(f"{i:5d} {name:>8}")
    return total


# 300_000 numbers and text: "%d" % i
def percent_int(n):
    total = 0
    for i in range(n):
        total += len("%d" % i)
    return total


# 200_000 numbers and text: "%d %.2f" % (i, x)
def percent_tuple(n):
    total = 0
    for i in range(n):
        total += len("%d %.2f" % (i, i * 0.5))
    return total


# 200_000 numbers and text: "{} {}".format(i, s)
def str_format(n):
    total = 0
    for i in range(n):
        total += len("{} {}".format(i, "word"))
    return total


# ---- numbers ----

# 800_000 numbers: a, b = divmod(x, y)
def divmod_unpacked(n):
    total = 0
    for i in range(n):
        q, r = divmod(i * 7, 60)
        total += q - r
    return total


# 500_000 numbers: divmod(x, y)[1]
def divmod_indexed(n):
    total = 0
    for i in range(n):
        total += divmod(i, 9)[1]
    return total


# 500_000 numbers: math.gcd(a, b)
def gcd(n):
    total = 0
    for i in range(1, n):
        total += math.gcd(i, 360360)
    return total


# 100_000 numbers: math.gcd of large numbers
def gcd_large(n):
    total = 0
    for i in range(1, n):
        total += math.gcd(i * 600851475143, 9007199254740881)
    return total


# 1_000_000 numbers: x ** 0.5
def power_half(n):
    total = 0.0
    for i in range(n):
        total += i ** 0.5
    return total


# 1_000_000 numbers: x ** 2, x ** 3
def power_small(n):
    total = 0
    for i in range(n):
        total += (i & 1023) ** 2 + (i & 255) ** 3
    return total


# 500_000 numbers: pow(a, b, m)
def power_modulo(n):
    total = 0
    for i in range(n):
        total += pow(3, i & 63, 1000000007)
    return total


# 1_000_000 numbers: abs(x), min(a, b), max(a, b)
def abs_min_max(n):
    total = 0
    for i in range(n):
        total += abs(i - 500000) + min(i, 1000) + max(i, 5000)
    return total


# 500_000 numbers: min(a, b, c), max(a, b, c)
def min_max_three(n):
    total = 0
    for i in range(n):
        total += min(i, 1000, n - i) + max(i & 7, i & 15, 3)
    return total


# 500_000 numbers: round(x), int(x)
def round_int(n):
    total = 0
    for i in range(n):
        total += round(i / 3) + int(i / 7)
    return total


# 200_000 numbers: round(x, 2)
def round_places(n):
    total = 0.0
    for i in range(n):
        total += round(i / 7, 2)
    return total


# 500_000 numbers: math.isqrt(i), math.floor(x)
def isqrt_floor(n):
    total = 0
    for i in range(n):
        total += math.isqrt(i) + math.floor(i / 3)
    return total


# ---- lists and tuples ----

# 20_000 lists: x in list of ints
def in_list(n):
    values = list(range(0, 200, 2))
    found = 0
    for i in range(n):
        if i % 300 in values:
            found += 1
    return found


# 500_000 lists: x in (a, b, c)
def in_tuple(n):
    found = 0
    for i in range(n):
        if i % 9 in (1, 3, 5, 7):
            found += 1
        if i % 11 not in (2, 4):
            found += 1
    return found


# 200_000 lists: w in list of texts
def in_texts(n):
    words = ["the", "quick", "brown", "fox", "jumps"]
    found = 0
    for i in range(n):
        if "jumps" in words:
            found += 1
        if "cat" not in words:
            found += 1
    return found


# 20_000 lists: list.index(x), list.count(x)
def index_count(n):
    values = list(range(60))
    total = 0
    for i in range(n):
        total += values.index(i % 60) + values.count(7)
    return total


# 300_000 lists: list.insert(0, x), list.pop(0)
def insert_pop(n):
    values = [1, 2, 3, 4, 5, 6, 7, 8]
    total = 0
    for i in range(n):
        values.insert(0, i)
        values.insert(3, i)
        total += values.pop(0) + values.pop(2)
    return total


# 400_000 lists: list(tuple), tuple(list), list(list)
def list_of_tuple(n):
    t = (1, 2, 3, 4)
    total = 0
    for i in range(n):
        a = list(t)
        total += a[1]
        b = list(a)
        total += b[2]
        c = tuple(b)
        total += c[3]
    return total


# 400_000 lists: a[i:j]
def list_slice(n):
    a = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    total = 0
    for i in range(n):
        k = i & 3
        total += len(a[k:k + 4]) + len(a[k:])
    return total


# 300_000 lists: [0] * k, a + b
def list_repeat(n):
    total = 0
    for i in range(n):
        a = [0] * 8
        b = a + [i]
        total += b[8]
    return total


# 150_000 lists: sorted of five, and of three texts
def sorted_short(n):
    total = 0
    for i in range(n):
        a = sorted([i & 7, 3, i & 3, 9, 1])
        total += a[2]
    return total


# 150_000 lists: min(list), max(list), sum(list), len(list)
def reductions(n):
    a = [3, 1, 4, 1, 5, 9, 2, 6]
    total = 0
    for i in range(n):
        total += min(a) + max(a) + sum(a) + len(a)
    return total


# 800_000 lists: a, b = t and a, b = list
def unpack(n):
    pairs = [(1, 2), (3, 4), (5, 6)]
    total = 0
    for i in range(n):
        a, b = pairs[i % 3]
        total += a * b
    return total


# 600_000 lists: (a, b) made and unpacked, as functions return it
def tuple_returned(n):
    def_total = 0
    for i in range(n):
        a, b = step(i, 3)
        def_total += a + b
    return def_total


def step(x, y):
    return x + y, x - y


# 300_000 lists: append and pop at the end
def append_pop(n):
    stack = []
    total = 0
    for i in range(n):
        stack.append(i)
        stack.append(i + 1)
        total += stack.pop()
    return total


# 20_000 lists: for i, x in enumerate(a), for x, y in zip(a, b)
def enumerate_zip(n):
    a = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    b = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8]
    total = 0
    for _ in range(n):
        for i, x in enumerate(a):
            total += i * x
        for x, y in zip(a, b):
            total += x * y
    return total


# 40_000 lists: for x in reversed(a), list(reversed(a))
def reversed_list(n):
    a = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3]
    total = 0
    for _ in range(n):
        for x in reversed(a):
            total = total * 3 % 1000 + x
        b = list(reversed(a))
        total += b[0]
    return total


# 80_000 comprehensions: [x * x for x in a]
def comprehension_short(n):
    a = [3, 1, 4, 1, 5, 9]
    total = 0
    for _ in range(n):
        b = [x * x for x in a]
        total += b[3]
    return total


# 60_000 comprehensions: [x for x in a if x % 2]
def comprehension_filter(n):
    a = [3, 1, 4, 1, 5, 9, 2, 6]
    total = 0
    for _ in range(n):
        total += len([x for x in a if x % 2 == 1])
    return total


# 3_000 comprehensions: [[0] * 8 for _ in range(8)], [[i * j ...] ...]
def comprehension_grid(n):
    total = 0
    for _ in range(n):
        grid = [[0] * 8 for _ in range(8)]
        table = [[i * j for j in range(6)] for i in range(6)]
        total += len(grid) + table[5][5]
    return total


# 60_000 comprehensions: sum(x * x for x in a)
def generator_sum(n):
    a = [3, 1, 4, 1, 5, 9]
    total = 0
    for _ in range(n):
        total += sum(x * x for x in a)
    return total


# 40_000 comprehensions: max(...), min(...) of a generator
def generator_max(n):
    a = [3, 1, 4, 1, 5, 9]
    total = 0
    for k in range(n):
        total += max(x + k for x in a) - min(abs(x - 4) for x in a)
    return total


# 40_000 comprehensions: any(...), all(...) of a generator
def generator_any_all(n):
    a = [3, 1, 4, 1, 5, 9]
    total = 0
    for k in range(n):
        if any(x == 9 for x in a):
            total += 1
        if all(x > 0 for x in a):
            total += 1
    return total


# 40_000 comprehensions: sum([...]), max([...]), min([...])
def list_sum(n):
    a = [3, 1, 4, 1, 5, 9]
    total = 0
    for k in range(n):
        total += sum([x * k for x in a]) + max([x + k for x in a])
    return total


# 40_000 comprehensions: ",".join([str(x) for x in a])
def join_of_numbers(n):
    a = [3, 14, 159, 2653]
    total = 0
    for k in range(n):
        total += len(",".join([str(x) for x in a]))
    return total
