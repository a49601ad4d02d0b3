for width in [1, 5, 9]:
    for precision in [0, 2, 4]:
        for v in [3.14159, -2.5, 100.0]:
            print(f"{v:{width}.{precision}f}|{v:<{width}.{precision}e}|{v:{'*'}^{width}.{precision}f}|")
fill, align, kind = "-", ">", "x"
print(f"{255:{fill}{align}{10}{kind}}|{'ab':{fill}{align}{6}}|{'{}'}|{'abc':{'>5'}}")
for s in ["<5", ">5", "^5", ""]:
    print(f"{42:{s}}|{'x':{s}}|{1.5:{s}}|")
