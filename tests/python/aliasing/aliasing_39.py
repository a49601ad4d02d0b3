def f(s):
    out = []
    word = ""
    for c in s:
        if c == " ":
            out.append(word)
            word = ""
        else:
            word += c
    out.append(word)
    return out
print(f("the quick fox"))
