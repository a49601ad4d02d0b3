print("a b  c".split(), " a ".split(), "".split(), "   ".split(), "a\tb\nc".split())
print("a,b,,c".split(","), ",".split(","), "".split(","), "abc".split(","), "a--b--c".split("--"))
print("a b c d".split(None, 2), "a,b,c".split(",", 1), "a,b".split(",", 0), "a b c".split(" ", -1), "  a b  c ".split(None, 1))
print("a,b,c".split(",", maxsplit=1), "a b c".split(maxsplit=1))
print("é€é".split("€"))
for w in "the quick brown".split():
    print(w, len(w))
