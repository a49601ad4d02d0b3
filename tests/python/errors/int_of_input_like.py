fields = "10 20 x".split()
total = 0
for f in fields:
    total += int(f)
    print(total)
