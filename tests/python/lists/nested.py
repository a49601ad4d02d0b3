m = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
print([row[1] for row in m], [m[i][i] for i in range(3)], [[r[i] for r in m] for i in range(3)])
t = 0
for row in m:
    for x in row:
        t += x
print(t, sum([sum(r) for r in m]), sum(sum(r) for r in m))
m[1][1] = [50]
m[1][1][0] += 5
print(m)
m[0] = m[2]
m[0][0] = "shared"
print(m)
