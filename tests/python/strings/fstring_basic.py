x, y, name = 5, 2.5, "Bob"
l = [1, 2]
print(f"{x} {y} {name} {l} {None} {True} {(1, 2)}")
print(f"{x + 1} {x * y} {name.upper()} {l[0]} {len(name)} {x if x > 3 else y}")
print(f"{name!r} {name!s} {l!r} {x!r:>5} {name!r:^9}|")
print(f"{{}} {{{x}}} }}{x}{{")
print(f"{x=} {y = } {name=} {x+1=} {name=!s} {y=:.3f}")
print(f"" + f"a" f"{x}" "b" f'{name}')
print(f"{'nested'} {f'{x}{y}'}", f"{x:{x}} {y:{x}.{1}f}|{name:{'>'}{10}}|")
print(f"""multi
{x}
line""", rf"\{x}\n")
print(f"{x:d} {x:5d} {x:<5d}| {x:^5d}| {x:05d} {x:+d} {x: d} {x:b} {x:#b} {x:x} {x:o} {x:e} {x:.1f} {x:%}")
print(f"{[c for c in 'ab']} {max(1, 2)}" if False else "-")
