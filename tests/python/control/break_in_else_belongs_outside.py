for i in range(2):
    for j in range(2):
        pass
    else:
        break
print(i, j)
for i in range(3):
    while True:
        break
    else:
        continue
    print(i)
