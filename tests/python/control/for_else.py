for i in range(3):
    print(i)
else:
    print("else")
for i in range(3):
    if i == 1:
        break
else:
    print("not here")
for i in []:
    print("never")
else:
    print("empty else")
for c in "abc":
    if c == "z":
        break
    continue
else:
    print("no z")
