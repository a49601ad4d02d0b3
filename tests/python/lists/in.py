print(1 in [1, 2], 3 in [1, 2], 1.0 in [1], True in [1], "1" in [1], [1] in [[1]], None in [0])
print(3 not in [1, 2], 1 in (1,), 1 in (), "a" in "abc", "bc" in "abc", "" in "abc", "ac" in "abc", "" in "")
print("é" in "café", "x" not in "abc", (1, 2) in [(1, 2)], 2 in range(3))
x = [1, 2, 3]
if 2 in x and 5 not in x:
    print("both")
