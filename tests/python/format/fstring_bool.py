for v in [True, False]:
    print(f"{v}|{v:d}|{v:5}|{v:<7}|{v:05d}|{v:x}|{v!r:>6}|{v:.1f}|{v:+d}|{v:s}" if False else f"{v}|{v:d}|{v:5}|{v:<7}|{v:05d}|{v:x}|{v!r:>6}|{v:.1f}|{v:+d}")
