t = 0
cur = [1]
for i in range(5):
    nxt = [1] + [cur[k] + cur[k + 1] for k in range(len(cur) - 1)] + [1]
    cur = nxt
print(cur)
