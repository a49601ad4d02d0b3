# Parts, ends and case of texts around multiples of eight bytes, with every ASCII character.
ascii = "".join([chr(i) for i in range(128)])
print(ascii.upper() == ascii.lower().upper(), repr(ascii.upper()), repr(ascii.lower()))
for n in range(20):
    t = ascii[60:60 + n] + "z@[`{AZa"[:n % 9]
    print(repr(t.upper()), repr(t.lower()))
spaces = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f "
print([c for c in ascii if c.strip() == ""] == [c for c in spaces], len(ascii.split()), ascii.strip() == ascii)
for t in ("", " ", "a", " a", "a ", spaces, spaces + "x" + spaces, "ab  cd\te", "x" * 70, " " * 70 + "y",
          "h\u00e9 llo", "\u2003a\u2003b ", "\u00a0", "\x85q"):
    print(t.split(), repr(t.strip()), t.split(" "), t.split(None, 1), t.split(None, 0), t.split(" ", 1))
for t in ("", ",", ",,", "a", "a,b", ",a,", "1234567,", "12345678,9", ",,,,,,,,,", "\u20ac,\u00e9,x", "a,\x00,\x80"):
    print(t.split(","), t.split(",", -1), len(t.split(",")), ",".join(t.split(",")) == t)
    print("".join(reversed(t)), list(t), tuple(t), list(reversed(t)))
print("-".join(["a", "\u20acb", "", "1234567", "12345678", "x" * 20]), "".join([]), "ab".join(("c", "d", "e")))
print("long separator".join(["", "", "a"]), ", ".join("xyz"), ",".join(["only"]))
