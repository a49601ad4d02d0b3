d = {}
for i in range(30):
    d[i * 7 % 31] = i
for i in range(0, 30, 3):
    del d[i * 7 % 31]
for i in range(40, 60):
    d["k" + str(i)] = i
    if i % 4 == 0:
        d.pop("k" + str(i))
print(d)
while len(d) > 20:
    print(d.popitem(), end=" ")
print(len(d), list(d.items())[:5], list(d.values())[-3:])
e = {k: v for k, v in reversed(list(d.items()))}
print(e == d, list(e) == list(d), list(e)[:4])
print({1: 1, 1.0: 2, True: 3}, {0.0: "a", -0.0: "b", False: "c"})
print({"a": {"b": {"c": [1, {"d": ()}]}}})
d = {}
d["d"] = d
print(d)
print({1: {2: 3}} == {1: {2: 3}}, {1: [2]} == {1: [3]}, {1: 2} == {1: 2, 3: 4}, {} == {}, {1: 2} == [1])
print((1, 2) in {(1, 2): 3}.keys(), 3 in {1: 3}.values(), (1, 3) in {1: 3}.items(), (1, 4) in {1: 3}.items())
