for v in [float("inf"), float("-inf"), float("nan")]:
    print(f"{v}|{v:f}|{v:.2f}|{v:10.1f}|{v:<8}|{v:08.2f}|{v:+}|{v:e}|{v:G}|{v:F}|{v:%}|{v:^9g}|{v!r:>6}")
