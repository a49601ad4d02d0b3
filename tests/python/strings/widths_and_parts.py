# Widths, case, parts from the end
for s in ["", "a", "-42", "+7", "héllo", "hello world"]:
    print([s.zfill(6), s.ljust(8), s.rjust(8, "."), s.center(9, "é"), s.center(8)])
    print([s.removeprefix("he"), s.removesuffix("ld"), s.partition("l"), s.rpartition("l")])
    print([s.rfind("l"), s.rfind("l", 0, 4), s.rsplit("l", 1), s.rsplit(), s.lstrip("h-+"), s.rstrip("od")])
print("the QUICK brown".title(), "the QUICK".capitalize(), "the QUICK".swapcase(), "The".casefold())
print("a\tbc\tdef".expandtabs(), "a\tbc".expandtabs(4), "a\tb".expandtabs(tabsize=2))
print("one\ntwo\r\nthree\u2028four".splitlines(), "a\nb\n".splitlines(True), "a\nb".splitlines(keepends=True))
print("a b c d".rsplit(maxsplit=2), "a,b,c".rsplit(",", maxsplit=1), "  x y ".rsplit(None, 1))
head, _, tail = "key=value=x".partition("=")
print(head, tail)
_, _, last = "a/b/c".rpartition("/")
print(last)
print(bin(10), oct(-8), hex(255), hex(True), bin(-2**63))
print((255).bit_length(), (-1).bit_length(), (255).bit_count(), True.bit_length(), (2.0).is_integer(), 2.5.is_integer())
xs = [1, 2.0, "a", 2, None]
xs.remove(2)
xs.remove(None)
print(xs)
for n in range(3):
    line = "x" * n
    print(line.ljust(4) + "|" + line.rjust(4) + "|" + str(n).zfill(3))
rows = []
for w in ["b", "a"]:
    rows.append(w.center(3))
print(rows)
