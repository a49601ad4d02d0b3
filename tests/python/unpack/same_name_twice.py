a, a = 1, 2
print(a)
(a, b), a = (1, 2), 3
print(a, b)
for a, a in [(1, 2)]:
    print(a)
