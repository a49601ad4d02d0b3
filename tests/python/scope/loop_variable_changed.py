for i in range(4):
    print(i, end=" ")
    i = 100
print(i)
n = 3
for j in range(n):
    n = 10
    print(j, end=" ")
print(n)
for a in [1, 2, 3]:
    a += 1
    print(a, end=" ")
print()
