w = 7
x = 2.0 / 3
s = "text"
print(f"{w:5d}", f"{w!r:>5}", f"{w}", f"{'x'}", f"", f"{w:{w}}", f"{x:.2f}", f"{s:s}", f"{s:}", f"{s!r}")
parts = []
for i in range(3):
    t = f"{i / 3:.3f}"
    u = f"{t:>8}"
    t += "!"
    parts.append(t)
    parts.append(u)
print(parts)
print(f"{x:.0f} {x:.1f} {x:.17f} {x:.18f} {x:#.0f} {-x:+.3f} {x * 1e15:.3f} {x * 1e18:.1f} {x * 1e-9:.12f}")
print(f"{0.5:.0f} {1.5:.0f} {2.5:.0f} {0.125:.2f} {0.375:.2f} {1e22:.0f} {123456789.125:.2f} {-0.0:.1f} {0.0:.3f}")
print("%.3f|%8.2f|%-8.1f|%+d|%05d|%x|%5s|%-5s|%%" % (x, x, x, w, w, w, s, s))
print([round(v, n) for v in [2.675, 1.005, 0.5, 1e15 + 0.3, 123.456] for n in [0, 1, 2, 3]])
