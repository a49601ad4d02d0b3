r = []
for i in range(3):
    row = []
    for j in range(2):
        row.append(i * j)
    r.append(row)
print(r)
