best = None
for w in ["aa", "b", "ccc"]:
    if best is None or len(w) > len(best):
        best = w
print(best)
