# Results around 63 bytes, the longest that are written at once, and what looks like a plain spec.
s = "h\u00e9llo"
euro = "\u20ac"
i = -42
x = 2.675
print(f"{i:5d}|{i:<6d}|{i:06d}|{i:2}|{i:05}|{0:d}|{-0:03d}|{i:<d}")
print(f"{s:8}|{s:>8}|{s:<8s}|{s:3}|{euro:>4}|{'':2}|{'':>0}")
print(f"{x:.2f}|{x:8.1f}|{x:<8.3f}|{-x:08.2f}|{-0.0:.3f}|{-0.001:.2f}|{x:f}|{x:.0f}|{x:.17f}|{x:.18f}")
print(f"{3:.2f}|{i:9.1f}|{1e18:.1f}|{float('inf'):6.1f}|{float('nan'):f}")
print("%d|%5d|%-5d|%05d|%-05d|%0-5d|%d" % (i, i, i, i, i, i, 9223372036854775807))
print("%.f|%5.f|%.2f|%08.3f|%-8.1f|%f" % (x, x, -x, -x, x, 7))
print("%s|%8s|%-8s|%08s|%s|%s|%s" % (s, s, s, s, i, x, euro))
print("%d %%|%%%s" % (True, None), "%s" % "%d", "%%" % (), "" % (), "" % [])
print("{}|{:>7}|{:.1f}|{:03d}|{{}}|{}".format(s, i, x, 7, euro), "{0}{0}".format(i), "".format(i))
for n in (60, 61, 62, 63, 64, 65):
    t = "a" * (n - 2) + euro[:0]
    for r in (f"{t}{i % 90}", f"{t:>62}", f"{i:{n}d}", f"{i:0{n}d}", f"{x:{n}.2f}", "%s%d" % (t, 12)):
        print(len(r), r)
    for r in ("{}{:2d}".format(t, 12), t + "%d" % 7, (t + "%d") % 7, (t + "%%%s") % euro):
        print(len(r), r)
for n in (59, 60, 61, 62):
    r = ("e" * n + "%s") % euro
    print(len(r), r, len(f"{'e' * n}{euro}"), len(f"{euro:>{n}}"))
