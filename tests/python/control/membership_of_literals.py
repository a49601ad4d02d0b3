def f(x):
    return x in (1, 2, 3), x not in [1, "a", 2.5], x in ("a",), x not in (True, None), x in ()


def g(x):
    n = 0
    if x in (1, 2, 3):
        n += 1
    if x not in (1, 2, 3):
        n += 2
    if not (x in (4, -5)) and x in [7, 1]:
        n += 4
    while x not in (10, 20) and n < 50:
        n += 10
    return n


def loud(x):
    print("item", x)
    return x


for v in [1, 2, 3, True, False, 2.5, 1.0, "a", "ab", None, -5, 4, 7, 10, 20, (1,), [1], 0]:
    print(v, f(v), g(v))
s = "abcdef"
for i in range(5):
    print(s[i:i + 2] in ("ab", "cd"), s[i:i + 2] not in ["bc"], 1 if s[i:i + 2] in ("ef", "ab") else 0)
print(loud(3) in (1, 2, 3, 4), loud(9) not in [1, 2])
print(float("nan") in (1.0, 2.0), (1, 2) in ((1, 2), 3), [x for x in range(9) if x in (2, 3, 8)])
print(1 in (1, 2) in ((1, 2), True), 2 in (2,) == True)
