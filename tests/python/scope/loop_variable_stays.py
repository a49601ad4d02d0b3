for i in range(3):
    pass
print(i)
for i, c in enumerate("ab"):
    pass
print(i, c)
for i in range(10):
    if i == 4:
        break
print(i)
for k in []:
    pass
i = "same"
for i in []:
    pass
print(i)
